//! A site on the network. No other room reaches it.

use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::crypto::ring;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, http};
use url::Url;
use waxseal::{Code, Error};

use super::fetch::{Fetched, LARGEST};

/// For one file.
const PATIENCE: Duration = Duration::from_secs(20);
/// For all of them.
const ALL_IN_ALL: Duration = Duration::from_secs(120);
const MOST_FILES: usize = 100;
const MOST_HOPS: usize = 5;
const AGENT: &str = concat!("waxseal/", env!("CARGO_PKG_VERSION"), " verify-page");

pub(super) struct Web {
    pub(super) page: Url,
    agent: Agent,
    end: Instant,
    files: Cell<usize>,
}

impl Web {
    pub(super) fn of(page: Url) -> Self {
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
            // What the browsers of this machine trust.
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            // Each step is looked at here.
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(AGENT)
            .build();
        let end = Instant::now() + ALL_IN_ALL;
        Self { page, agent: config.into(), end, files: Cell::new(0) }
    }

    pub(super) fn get(&self, url: &Url) -> Result<Fetched, Error> {
        let mut hops = Vec::new();
        let mut at = url.clone();
        while hops.len() <= MOST_HOPS {
            let response = self.ask(&at).map_err(|error| error.about(at.as_str()))?;
            match location(&at, &response)? {
                Some(next) => hops.push(std::mem::replace(&mut at, next)),
                None => return fetched(at, hops, response),
            }
        }
        Err(refused("redirected too often", url))
    }

    fn ask(&self, url: &Url) -> Result<http::Response<Body>, Error> {
        self.files.set(self.files.get() + 1);
        let left = self.end.saturating_duration_since(Instant::now());
        if self.files.get() > MOST_FILES || left.is_zero() {
            return Err(Error::new(Code::Io, "not fetched: the page asks for too much"));
        }
        self.agent
            .get(url.as_str())
            .config()
            .timeout_global(Some(left.min(PATIENCE)))
            .build()
            .call()
            .map_err(|error| reason(&error))
    }
}

/// Where it redirects to, if it does. Only `http` and `https` are followed.
fn location(at: &Url, response: &http::Response<Body>) -> Result<Option<Url>, Error> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let location = response.headers().get(http::header::LOCATION);
    let location =
        location.and_then(|value| at.join(&String::from_utf8_lossy(value.as_bytes())).ok());
    match location {
        Some(next) if matches!(next.scheme(), "http" | "https") => Ok(Some(next)),
        _ => Err(refused("redirected to what is no address of the web", at)),
    }
}

fn fetched(url: Url, hops: Vec<Url>, response: http::Response<Body>) -> Result<Fetched, Error> {
    if response.status() != http::StatusCode::OK {
        let about = format!("{url}: HTTP {}", response.status().as_u16());
        return Err(Error::new(Code::Io, "the server does not have it").about(&about));
    }
    // Nothing was asked for but the bytes themselves: a browser reads other ones in these.
    let encoding = response.headers().get(http::header::CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        let reason = "sent in a Content-Encoding that was not asked for, which is not read here";
        return Err(Error::new(Code::Unsupported, reason).about(url.as_str()));
    }
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = response.headers().iter();
    let headers = headers.map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    let body = response.into_body().into_with_config().limit(LARGEST).read_to_vec();
    let bytes = body.map_err(|error| reason(&error).about(url.as_str()))?;
    Ok(Fetched { url, hops, bytes, headers })
}

fn refused(reason: &'static str, url: &Url) -> Error {
    Error::new(Code::Io, reason).about(url.as_str())
}

fn reason(error: &ureq::Error) -> Error {
    use ureq::Error as E;
    let reason = match error {
        E::BodyExceedsLimit(_) => {
            return Error::new(Code::Malformed, "larger than what is read of a page");
        }
        E::HostNotFound => "no such host",
        E::Timeout(_) => "the server took too long",
        E::ConnectionFailed => "no connection to the server",
        E::Tls(_) | E::Rustls(_) => "the server's certificate or encryption was refused",
        // The handshake's own errors come as those of the connection.
        E::Io(inner) if inner.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()) => {
            "the server's certificate or encryption was refused"
        }
        E::Io(_) => "the connection was refused or broke off",
        E::Protocol(_) | E::LargeResponseHeader(..) | E::Http(_) => "the answer is not HTTP",
        _ => "could not be fetched",
    };
    Error::new(Code::Io, reason)
}
