//! A reader that what was read too far can be given back to.

use std::io::{self, BufRead, Read};

/// Reads what was given back, and then what it reads from.
pub(super) struct Again<R> {
    reader: R,
    given: Vec<u8>,
    /// How much of that was read again.
    read: usize,
}

impl<R> Again<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, given: Vec::new(), read: 0 }
    }

    /// What it reads from.
    pub(super) fn reader(&self) -> &R {
        &self.reader
    }

    /// Takes bytes back that were read last.
    pub(super) fn give_back(&mut self, mut bytes: Vec<u8>) {
        bytes.extend_from_slice(&self.given[self.read..]);
        (self.given, self.read) = (bytes, 0);
    }
}

impl<R: BufRead> BufRead for Again<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match &self.given[self.read..] {
            [] => self.reader.fill_buf(),
            rest => Ok(rest),
        }
    }

    fn consume(&mut self, amount: usize) {
        if self.read == self.given.len() {
            return self.reader.consume(amount);
        }
        self.read += amount;
        if self.read == self.given.len() {
            (self.given, self.read) = (Vec::new(), 0);
        }
    }
}

impl<R: BufRead> Read for Again<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::Again;

    #[test]
    fn what_is_given_back_is_read_before_the_rest() {
        let mut again = Again::new(&b"abcdef"[..]);
        let mut first = [0; 4];
        again.read_exact(&mut first).expect("a slice is readable");
        again.give_back(first[2..].to_vec());
        again.read_exact(&mut first[..1]).expect("a slice is readable");
        again.give_back(b"bc".to_vec());
        let mut rest = String::new();
        again.read_to_string(&mut rest).expect("a slice is readable");
        assert_eq!(rest, "bcdef");
    }
}
