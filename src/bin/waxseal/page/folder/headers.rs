//! The file from which some hosts read the headers that they are to send.

/// Patterns of paths, each with a header.
pub(super) struct Headers(Vec<(String, (String, String))>);

impl Headers {
    /// A path in a line of its own, and below it, indented, the headers of what it matches.
    pub(super) fn of(text: &str) -> Self {
        let mut pattern = String::new();
        let mut found = Vec::new();
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            match line.trim().split_once(':') {
                Some((name, value)) if line.starts_with([' ', '\t']) => {
                    let header = (name.trim().to_ascii_lowercase(), value.trim().to_owned());
                    found.push((pattern.clone(), header));
                }
                _ if line.starts_with([' ', '\t']) => {}
                _ => pattern = line.trim().to_owned(),
            }
        }
        Self(found)
    }

    /// Those of what has this path.
    pub(super) fn sent_with(&self, path: &str) -> Vec<(String, String)> {
        let sent = self.0.iter().filter(|(pattern, _)| matches(pattern, path));
        sent.map(|(_, header)| header.clone()).collect()
    }
}

fn matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => path.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)),
        None => path == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::Headers;

    #[test]
    fn a_header_is_sent_with_what_its_path_matches() {
        let text = "# all\n/*\n  A: 1\n/b\n\tB: x: y\n  # no\n  odd\n/*.js\n  C: 3\n";
        let names = |path| {
            let sent = Headers::of(text).sent_with(path);
            sent.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>()
        };
        assert_eq!(names("/checkout.html"), ["a=1"]);
        assert_eq!(names("/b"), ["a=1", "b=x: y"]);
        assert_eq!(names("/x.js"), ["a=1", "c=3"]);
    }
}
