//! What every request must satisfy, and what every response carries.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::pages::Refusal;
use super::server::Shop;

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; connect-src 'self'; form-action 'self'; img-src 'self'; base-uri 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// `same-origin` and not `no-referrer`, under which browsers send a form's `Origin` as `null`.
const REFERRER_POLICY: &str = "same-origin";

/// Set where the response has none of its own.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, REFERRER_POLICY),
    (header::CACHE_CONTROL, "no-cache"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Lets through what our own page may ask for, and adds the headers.
pub(super) async fn guard(State(shop): State<Arc<Shop>>, request: Request, next: Next) -> Response {
    let mut response = match check(shop.port, request.method(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    match response.extensions_mut().remove::<Refusal>() {
        Some(refusal) => shop.pages.refused(&refusal, response),
        None => response,
    }
}

/// The `Host` must be ours, against DNS rebinding: another site's name that resolves to this
/// machine. A POST that a browser sends from another site is refused by its `Origin`.
fn check(port: u16, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
    if !is_ours(headers.get(header::HOST), "", port) {
        let reason = "The shop answers to 127.0.0.1 and localhost alone.";
        return Err(Refusal::new(StatusCode::MISDIRECTED_REQUEST, reason));
    }
    let origin = headers.get(header::ORIGIN);
    if method == Method::POST && origin.is_some() && !is_ours(origin, "http://", port) {
        return Err(foreign());
    }
    Ok(())
}

/// For requests that only a browser on our own page makes: there the `Origin` is not optional.
pub(super) fn require_origin(headers: &HeaderMap) -> Result<(), Refusal> {
    headers.get(header::ORIGIN).map(|_| ()).ok_or_else(foreign)
}

fn is_ours(value: Option<&HeaderValue>, scheme: &str, port: u16) -> bool {
    let names = ["127.0.0.1", "localhost"].map(|name| format!("{scheme}{name}:{port}"));
    value.is_some_and(|value| names.iter().any(|name| value == name.as_str()))
}

fn foreign() -> Refusal {
    Refusal::new(StatusCode::FORBIDDEN, "This request did not come from the shop's own page.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(method: Method, headers: &[(HeaderName, &'static str)]) -> Result<(), u16> {
        let pairs =
            headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
        check(8377, &method, &pairs.collect()).map_err(|refusal| refusal.status.as_u16())
    }

    #[test]
    fn only_our_own_names_are_answered() {
        for host in ["127.0.0.1:8377", "localhost:8377"] {
            assert_eq!(status(Method::GET, &[(header::HOST, host)]), Ok(()));
        }
        for host in ["127.0.0.1", "127.0.0.1:80", "shop.example:8377", "shop.example", ""] {
            assert_eq!(status(Method::GET, &[(header::HOST, host)]), Err(421), "{host}");
        }
        assert_eq!(status(Method::GET, &[]), Err(421));
    }

    #[test]
    fn a_post_from_another_site_is_refused() {
        let host = (header::HOST, "127.0.0.1:8377");
        assert_eq!(status(Method::POST, std::slice::from_ref(&host)), Ok(()));
        for (origin, expected) in [
            ("http://127.0.0.1:8377", Ok(())),
            ("http://localhost:8377", Ok(())),
            ("https://127.0.0.1:8377", Err(403)),
            ("http://127.0.0.1:8378", Err(403)),
            ("http://shop.example", Err(403)),
            ("null", Err(403)),
        ] {
            let headers = [host.clone(), (header::ORIGIN, origin)];
            assert_eq!(status(Method::POST, &headers), expected, "{origin}");
        }
    }
}
