//! Whether messages are in colour.

use std::ffi::OsString;

use anstream::ColorChoice;
use clap::ValueEnum;

/// When messages are in colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
// Docs of the variants would make the help of every command a long one.
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    /// From here on, for everything that is written.
    pub(crate) fn choose(self) {
        let choice = match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        };
        choice.write_global();
    }

    /// What the command line says of it, where clap did not come to it: the help is in colour
    /// too, and so is what is wrong.
    pub(crate) fn of(args: impl IntoIterator<Item = OsString>) -> Self {
        let mut args = args.into_iter().map_while(|arg| arg.into_string().ok());
        let mut choice = Self::Auto;
        while let Some(arg) = args.next().filter(|arg| arg != "--") {
            let value = match arg.strip_prefix("--color") {
                Some("") => args.next(),
                Some(rest) => rest.strip_prefix('=').map(str::to_owned),
                None => None,
            };
            choice = value.and_then(|text| Self::from_str(&text, false).ok()).unwrap_or(choice);
        }
        choice
    }
}

#[cfg(test)]
mod tests {
    use super::Color;

    #[test]
    fn the_choice_is_known_before_the_command_line_is_read() {
        let of = |line: &str| Color::of(line.split(' ').map(Into::into));
        assert_eq!(of("waxseal open --color never --help"), Color::Never);
        assert_eq!(of("waxseal --color=always"), Color::Always);
        assert_eq!(of("waxseal --color"), Color::Auto);
        assert_eq!(of("waxseal --color=green --colour=never -- --color never"), Color::Auto);
    }
}
