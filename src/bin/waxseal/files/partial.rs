//! A file that grows over a long time, and stands at its place only when it is whole.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use waxseal::{Code, Error};

use super::draft::move_to_free_place;
use super::{about, name, sync_parent, taken};

/// A file on its way to its place, beside it until then. One command writes it at a time.
pub(crate) struct Partial {
    file: File,
    path: PathBuf,
    place: PathBuf,
}

impl Partial {
    /// Where the file is until it is whole: beside its place, called `….partial`.
    pub(crate) fn path_of(place: &Path) -> PathBuf {
        with_ending(place, ".partial")
    }

    /// Begins a file; nothing may be there.
    pub(crate) fn begin(place: &Path) -> Result<Self, Error> {
        Self::open(place, File::options().create_new(true))
    }

    /// Goes on with one that was begun.
    pub(crate) fn resume(place: &Path) -> Result<Self, Error> {
        Self::open(place, &mut File::options())
    }

    fn open(place: &Path, options: &mut fs::OpenOptions) -> Result<Self, Error> {
        let path = Self::path_of(place);
        options.read(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
        let file = options.open(&path).map_err(|error| about(&error, &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file, path, place: place.into() }),
            Err(TryLockError::WouldBlock) => {
                Err(Error::new(Code::Conflict, "another command is writing it").about(&name(&path)))
            }
            Err(TryLockError::Error(error)) => Err(about(&error, &path)),
        }
    }

    /// Hands its first bytes to be looked at. Fewer come where it is shorter.
    pub(crate) fn look(&mut self, length: u64, with: impl FnMut(&[u8])) -> Result<(), Error> {
        look(&mut self.file, length, with).map_err(|error| about(&error, &self.path))
    }

    /// Cuts off what stands after its first bytes, and goes on there.
    pub(crate) fn cut(&mut self, length: u64) -> Result<(), Error> {
        let cut = |file: &mut File| {
            file.set_len(length)?;
            file.seek(SeekFrom::Start(length))
        };
        cut(&mut self.file).map(|_| ()).map_err(|error| about(&error, &self.path))
    }

    /// Writes on, and returns when that is on the disk.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let written = self.file.write_all(bytes).and_then(|()| self.file.sync_data());
        written.map_err(|error| about(&error, &self.path))
    }

    /// Moves it to its place, where nothing may stand.
    pub(crate) fn place(self) -> Result<(), Error> {
        if super::exists(&self.place) {
            return Err(taken(&self.place));
        }
        self.file.sync_all().map_err(|error| about(&error, &self.path))?;
        move_to_free_place(&self.path, &self.place).map_err(|error| about(&error, &self.place))?;
        sync_parent(&self.place)
    }
}

/// Hands the first bytes of a file to be looked at.
pub(crate) fn look_at(path: &Path, length: u64, with: impl FnMut(&[u8])) -> Result<(), Error> {
    let read = File::open(path).and_then(|mut file| look(&mut file, length, with));
    read.map_err(|error| about(&error, path))
}

/// Removes a file that is no longer needed.
pub(crate) fn remove(path: &Path) -> Result<(), Error> {
    fs::remove_file(path).map_err(|error| about(&error, path))?;
    sync_parent(path)
}

/// The path with something added to its last name.
pub(crate) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn look(file: &mut File, length: u64, mut with: impl FnMut(&[u8])) -> io::Result<()> {
    file.rewind()?;
    let mut left = Read::by_ref(file).take(length);
    let mut buffer = vec![0; 64 << 10];
    loop {
        match left.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => with(&buffer[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use waxseal::Code;

    use super::Partial;

    #[test]
    fn a_partial_file_is_written_by_one_and_placed_where_nothing_stands() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = folder.path().join("out.csv");
        let mut partial = Partial::begin(&place).expect("nothing is there");
        assert_eq!(Partial::resume(&place).err().map(|e| e.code()), Some(Code::Conflict));
        assert_eq!(Partial::begin(&place).err().map(|e| e.code()), Some(Code::Io));
        partial.write(b"one, two").expect("written");
        partial.cut(4).expect("cut");
        partial.write(b" three").expect("written");
        drop(partial);
        let mut seen = Vec::new();
        let mut partial = Partial::resume(&place).expect("it was begun");
        partial.look(7, |bytes| seen.extend_from_slice(bytes)).expect("read");
        assert_eq!(seen, b"one, th");
        fs::write(&place, "another").expect("written");
        assert_eq!(partial.place().expect_err("taken").code(), Code::Io);
        fs::remove_file(&place).expect("it is there");
        Partial::resume(&place).expect("still there").place().expect("free now");
        assert_eq!(fs::read(&place).expect("placed"), b"one, three");
    }
}
