//! A file or standard input, whose beginning can be looked at before it is read.

use std::fs::File;
use std::io::{self, BufReader, Chain, Cursor, Read};
use std::path::{Path, PathBuf};

use waxseal::Error;

use crate::failure::io_error;
use crate::files;

const HEAD: usize = 64 << 10;

/// An input that is being read.
pub(crate) type Reader = BufReader<Chain<Cursor<Vec<u8>>, Box<dyn Read>>>;

/// One input.
pub(crate) struct Input {
    path: PathBuf,
    name: String,
    reader: Box<dyn Read>,
    head: Vec<u8>,
    is_whole: bool,
}

impl Input {
    /// Opens a file, or standard input if the path is `-`.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let is_stdin = path == Path::new("-");
        let name = if is_stdin { "standard input".to_owned() } else { files::name(path) };
        let reader: Box<dyn Read> = match is_stdin {
            true => Box::new(io::stdin()),
            false => Box::new(File::open(path).map_err(|error| io_error(&error, &name))?),
        };
        Ok(Self { path: path.to_owned(), name, reader, head: Vec::new(), is_whole: false })
    }

    /// As messages name it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The ending of the file's name, in small letters.
    pub(crate) fn extension(&self) -> String {
        self.path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase()
    }

    /// Its beginning: that many whole lines, or as much as 64 KiB have, or all of it.
    pub(crate) fn head(&mut self, lines: usize) -> Result<&[u8], Error> {
        let mut buffer = vec![0; 8 << 10];
        while !self.is_whole && self.head.len() < HEAD && self.lines_in_head() < lines {
            match self.reader.read(&mut buffer) {
                Ok(0) => self.is_whole = true,
                Ok(read) => self.head.extend_from_slice(&buffer[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(io_error(&error, &self.name)),
            }
        }
        Ok(&self.head)
    }

    /// Its beginning as an input of its own: what its first rows look like.
    pub(crate) fn beginning(&mut self) -> Result<Self, Error> {
        let head = self.head(2)?.to_vec();
        let (path, name) = (self.path.clone(), self.name.clone());
        Ok(Self { path, name, reader: Box::new(io::empty()), head, is_whole: true })
    }

    /// Whether what comes next may be long in coming: a person types it, or a program sends it.
    pub(crate) fn is_stdin(&self) -> bool {
        self.path == Path::new("-")
    }

    /// The whole input from its beginning.
    pub(crate) fn into_reader(self) -> Reader {
        BufReader::with_capacity(HEAD, Cursor::new(self.head).chain(self.reader))
    }

    fn lines_in_head(&self) -> usize {
        self.head.iter().filter(|byte| **byte == b'\n').count()
    }
}
