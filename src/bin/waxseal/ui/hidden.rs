//! A line typed at the terminal without an echo, which comes back whatever the person does: Ctrl-C
//! is read as a character meanwhile, for a process that it ended could put nothing back.

use std::io;

use zeroize::Zeroizing;

#[cfg(unix)]
pub(super) use unix::{ask, restore};

/// Windows: the console has its own way.
#[cfg(not(unix))]
pub(super) fn ask(question: &str) -> io::Result<Zeroizing<String>> {
    rpassword::prompt_password(question).map(Zeroizing::new)
}

/// What was typed, without the end of its line.
#[cfg(unix)]
fn answer(typed: &[u8]) -> io::Result<Zeroizing<String>> {
    if typed.contains(&unix::CTRL_C) {
        return Err(io::ErrorKind::Interrupted.into());
    }
    let line = typed.strip_suffix(b"\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let text = std::str::from_utf8(line).map_err(|_| io::ErrorKind::InvalidData)?;
    Ok(Zeroizing::new(text.to_owned()))
}

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io::{self, Read, Write};
    use std::sync::{Mutex, MutexGuard, PoisonError};

    use rustix::termios::{
        LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
    };
    use zeroize::Zeroizing;

    pub(super) const CTRL_C: u8 = 3;
    /// The longest line that a terminal hands over at once.
    const LONGEST: usize = 4096;

    /// Asks on the terminal itself.
    pub(crate) fn ask(question: &str) -> io::Result<Zeroizing<String>> {
        let terminal = File::options().read(true).write(true).open("/dev/tty")?;
        let hidden = Hidden::begin(&terminal)?;
        (&terminal).write_all(question.as_bytes())?;
        let mut typed = Zeroizing::new([0; LONGEST]);
        let length = (&terminal).read(&mut *typed)?;
        drop(hidden);
        (&terminal).write_all(b"\n")?;
        super::answer(&typed[..length])
    }

    /// How the terminal was, while it is without an echo.
    static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);

    /// Gives the terminal its echo back, if it has none.
    pub(crate) fn restore() {
        let Some(before) = before().take() else { return };
        if let Ok(terminal) = File::options().read(true).write(true).open("/dev/tty") {
            let _ = tcsetattr(&terminal, OptionalActions::Now, &before);
        }
    }

    fn before() -> MutexGuard<'static, Option<Termios>> {
        BEFORE.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The terminal without an echo, until this is dropped.
    struct Hidden(());

    impl Hidden {
        fn begin(terminal: &File) -> io::Result<Self> {
            let was = tcgetattr(terminal)?;
            let mut hidden = was.clone();
            hidden.local_modes.remove(LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ISIG);
            hidden.local_modes.insert(LocalModes::ICANON);
            hidden.special_codes[SpecialCodeIndex::VEOL] = CTRL_C;
            *before() = Some(was);
            tcsetattr(terminal, OptionalActions::Flush, &hidden)?;
            Ok(Self(()))
        }
    }

    impl Drop for Hidden {
        fn drop(&mut self) {
            restore();
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::ErrorKind;

    use super::answer;

    #[test]
    fn a_line_is_the_answer_and_ctrl_c_or_ctrl_d_is_none() {
        assert_eq!(**answer("pass wörd\n".as_bytes()).expect("a line"), *"pass wörd");
        assert_eq!(**answer(b"\n").expect("an empty line"), *"");
        let refused = |typed: &[u8]| answer(typed).expect_err("no line").kind();
        assert_eq!(refused(b"pass\x03"), ErrorKind::Interrupted);
        assert_eq!(refused(b""), ErrorKind::UnexpectedEof);
        assert_eq!(refused(b"M\xfcller\n"), ErrorKind::InvalidData);
    }
}
