//! A server on this machine: the files of a folder, with the headers that a case wants, and the
//! answers of a hostile one. As a proxy it answers itself for every host. It ends with the test.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// A path, and the headers that its answer has besides; an empty value takes one off.
pub(crate) type Headers = BTreeMap<String, BTreeMap<String, String>>;

/// The rest of an answer that is only its first line.
const EMPTY: &str = "Content-Length: 0\r\nConnection: close\r\n\r\n";

struct Site {
    folder: PathBuf,
    headers: Headers,
}

/// Serves until the process ends, and returns where.
pub(crate) fn serve(folder: &Path, headers: Headers) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port of this machine");
    let address = listener.local_addr().expect("it is bound");
    let site = Arc::new(Site { folder: folder.to_owned(), headers });
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let site = Arc::clone(&site);
            std::thread::spawn(move || {
                // A client may go away whenever it has enough.
                let _ = site.answer(stream);
            });
        }
    });
    address
}

impl Site {
    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let request = lines.next().transpose()?.unwrap_or_default();
        while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
        if request.starts_with("CONNECT ") {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
            return self.answer(stream);
        }
        let path = request.split(' ').nth(1).unwrap_or("/").to_owned();
        match path.as_str() {
            "/loop" => redirect(&mut stream, "/loop"),
            "/to-file" => redirect(&mut stream, "file:///etc/hostname"),
            "/to-nowhere" => redirect(&mut stream, "http://127.0.0.1:1/checkout.html"),
            "/to-localhost" => {
                let port = stream.local_addr()?.port();
                redirect(&mut stream, &format!("http://localhost:{port}/checkout.html"))
            }
            "/endless" => endless(&mut stream, &[b'a'; 1 << 16]),
            "/endless-headers" => endless(&mut stream, b"X-Long: aaaaaaaaaaaaaaaaaaaa\r\n"),
            "/not-http" => stream.write_all(b"\0\xff\x1b[2J\r\n\r\n"),
            _ => self.file(&mut stream, &path),
        }
    }

    fn file(&self, stream: &mut TcpStream, path: &str) -> std::io::Result<()> {
        let Ok(content) = fs::read(self.folder.join(path.trim_start_matches('/'))) else {
            return write!(stream, "HTTP/1.1 404 Not Found\r\n{EMPTY}");
        };
        let mut headers = BTreeMap::from([
            ("Connection".to_owned(), "close".to_owned()),
            ("Cache-Control".to_owned(), "no-cache".to_owned()),
            ("Content-Security-Policy".to_owned(), crate::verify::shop::CSP.to_owned()),
            ("Content-Type".to_owned(), content_type(path).to_owned()),
        ]);
        headers.extend(self.headers.get(path).cloned().unwrap_or_default());
        let headers: String = headers
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        let length = content.len();
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n{headers}\r\n")?;
        stream.write_all(&content)
    }
}

fn redirect(stream: &mut TcpStream, to: &str) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 302 Found\r\nLocation: {to}\r\n{EMPTY}")
}

/// Until the client has had enough; or, if it never has, for a gigabyte.
fn endless(stream: &mut TcpStream, piece: &[u8]) -> std::io::Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
    if piece[0] == b'a' {
        stream.write_all(b"\r\n")?;
    }
    for _ in 0..(1 << 30) / piece.len() {
        stream.write_all(piece)?;
    }
    Ok(())
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html",
        Some("js") => "text/javascript",
        _ => "text/plain",
    }
}
