//! A file or standard input, whose beginning can be looked at before it is read.

use std::cell::Cell;
use std::fs::{File, Metadata};
use std::io::{self, BufReader, Chain, Cursor, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

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
    /// In bytes, if it is a file that is read to its end.
    size: Option<u64>,
    read: Rc<Cell<u64>>,
    head: Vec<u8>,
    is_whole: bool,
}

impl Input {
    /// Opens a file, or standard input if the path is `-`.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let is_stdin = path == Path::new("-");
        let name = if is_stdin { "standard input".to_owned() } else { files::name(path) };
        let read = Rc::new(Cell::new(0));
        let (reader, size): (Box<dyn Read>, _) = match is_stdin {
            true => (Box::new(Counted { reader: io::stdin(), read: read.clone() }), None),
            false => {
                let file = File::open(path).map_err(|error| io_error(&error, &name))?;
                let size = file.metadata().ok().filter(Metadata::is_file).map(|file| file.len());
                (Box::new(Counted { reader: file, read: read.clone() }), size)
            }
        };
        let path = path.to_owned();
        Ok(Self { path, name, reader, size, read, head: Vec::new(), is_whole: false })
    }

    /// Its size in bytes, if that is known.
    pub(crate) fn size(&self) -> Option<u64> {
        self.size
    }

    /// How many bytes of it are read, from here on.
    pub(crate) fn read(&self) -> Rc<Cell<u64>> {
        self.read.clone()
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
        let (reader, size, read) = (Box::new(io::empty()), None, Rc::default());
        Ok(Self { path, name, reader, size, read, head, is_whole: true })
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

/// A reader that counts the bytes.
struct Counted<R> {
    reader: R,
    read: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.read.set(self.read.get() + read as u64);
        Ok(read)
    }
}
