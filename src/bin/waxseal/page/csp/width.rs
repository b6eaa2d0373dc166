//! How much a source lets in.

/// Where anyone publishes scripts.
const PUBLIC: [&str; 7] = [
    "cdn.jsdelivr.net",
    "esm.run",
    "esm.sh",
    "ga.jspm.io",
    "jspm.dev",
    "raw.githack.com",
    "unpkg.com",
];

/// A scheme, any host, or any host of a whole top-level domain.
pub(super) fn is_wide(sources: &[String]) -> bool {
    let wide = ["*", "https:", "http:", "data:", "blob:", "filesystem:", "ws:", "wss:"];
    sources.iter().any(|source| {
        let source = source.to_ascii_lowercase();
        wide.contains(&source.as_str()) || is_any_host(&host(&source))
    })
}

/// `/npm/name@1.0.0/` is one package, `/npm/` all of them.
pub(super) fn is_public(source: &str) -> bool {
    let parts = after_scheme(source).split('/').skip(1).filter(|part| !part.is_empty());
    PUBLIC.contains(&host(source).as_str()) && !parts.into_iter().any(|part| part.contains('@'))
}

/// Whether its port, if there is one, is a port.
pub(super) fn has_port(source: &str) -> bool {
    let host = after_scheme(source).split('/').next();
    let port = host.and_then(|host| host.split_once(':')).map(|(_, port)| port);
    let is_number =
        |port: &&str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    port.filter(is_number).is_none_or(|port| port.parse::<u16>().is_ok())
}

fn is_any_host(host: &str) -> bool {
    host == "*" || host.strip_prefix("*.").is_some_and(|rest| !rest.contains('.'))
}

/// The host in a source, of which nothing but the scheme and the port is left out.
fn host(source: &str) -> String {
    after_scheme(source).split(['/', ':']).next().unwrap_or_default().to_ascii_lowercase()
}

fn after_scheme(source: &str) -> &str {
    source.split_once("://").map_or(source, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::{is_public, is_wide};

    #[test]
    fn what_is_as_wide_as_the_web_is_wide() {
        for source in
            ["*", "HTTPS:", "data:", "https://*", "http://*:*", "*.com", "https://*.net/a/"]
        {
            assert!(is_wide(&[source.to_owned()]), "{source}");
        }
        for source in
            ["'self'", "https://cdn.example", "*.shop.example", "https://*.shop.example:*"]
        {
            assert!(!is_wide(&[source.to_owned()]), "{source}");
        }
    }

    #[test]
    fn a_host_of_everyones_is_limited_by_the_path_of_one_version() {
        for source in ["unpkg.com", "https://unpkg.com", "HTTPS://cdn.jsdelivr.net:443/npm/"] {
            assert!(is_public(source), "{source}");
        }
        for source in ["https://unpkg.com/waxseal@0.1.0/", "https://cdn.example", "'self'"] {
            assert!(!is_public(source), "{source}");
        }
    }
}
