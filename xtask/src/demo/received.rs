//! Finds the sealed entry in a form's body, as any shop's server would.

use axum::body::{Body, Bytes};
use axum::extract::{Form, FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header::CONTENT_TYPE};

use super::pages::Refusal;

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// A form as it came, and the line that it carries.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) body: String,
    pub(super) sealed: String,
}

impl Received {
    /// Reads a form of either encoding. One without exactly one filled `sealed` entry is refused:
    /// the page could not seal it, or it did not come from the page.
    pub(super) async fn read(headers: &HeaderMap, bytes: Bytes) -> Result<Self, Refusal> {
        let body = String::from_utf8(bytes.to_vec()).map_err(|_| not_a_form())?;
        let mut lines =
            entries(headers, bytes).await?.into_iter().filter(|(name, _)| name == "sealed");
        match (lines.next(), lines.next()) {
            (Some((_, sealed)), None) if !sealed.is_empty() => Ok(Self { body, sealed }),
            _ => Err(Refusal::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "This order came without its sealed part, so nothing of it was kept.",
            )),
        }
    }
}

async fn entries(headers: &HeaderMap, bytes: Bytes) -> Result<Vec<(String, String)>, Refusal> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    let request = rebuilt(headers, bytes);
    if essence.eq_ignore_ascii_case(FORM) {
        let form = Form::from_request(request, &()).await;
        form.map(|Form(entries)| entries).map_err(|_| not_a_form())
    } else if essence.eq_ignore_ascii_case(MULTIPART) {
        multipart(request).await.ok_or_else(not_a_form)
    } else {
        Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "An order is a form, and this is something else.",
        ))
    }
}

async fn multipart(request: Request) -> Option<Vec<(String, String)>> {
    let mut multipart = Multipart::from_request(request, &()).await.ok()?;
    let mut entries = Vec::new();
    while let Some(field) = multipart.next_field().await.ok()? {
        let name = field.name()?.to_owned();
        entries.push((name, field.text().await.ok()?));
    }
    Some(entries)
}

/// The extractors want a request, and we have taken its body out to keep it as it came.
fn rebuilt(headers: &HeaderMap, bytes: Bytes) -> Request {
    let mut request = Request::new(Body::from(bytes));
    *request.method_mut() = axum::http::Method::POST;
    *request.headers_mut() = headers.clone();
    request
}

fn not_a_form() -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, "This order is not a well-formed form.")
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(content_type: &'static str, body: &'static str) -> Result<String, u16> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, content_type.parse().expect("a header value"));
        let received = Received::read(&headers, Bytes::from_static(body.as_bytes())).await;
        received.map(|form| form.sealed).map_err(|refusal| refusal.status.as_u16())
    }

    const TWO_PARTS: &str = "--b\r\nContent-Disposition: form-data; name=\"cart\"\r\n\r\n1\r\n\
        --b\r\nContent-Disposition: form-data; name=\"sealed\"\r\n\r\na~b\r\n--b--\r\n";

    #[tokio::test]
    async fn the_sealed_entry_is_found_in_both_encodings() {
        assert_eq!(read(FORM, "cart=1&sealed=a%7Eb").await, Ok("a~b".into()));
        assert_eq!(read("multipart/form-data; boundary=b", TWO_PARTS).await, Ok("a~b".into()));
    }

    #[tokio::test]
    async fn a_form_without_exactly_one_filled_sealed_entry_is_refused() {
        for body in ["", "cart=1", "sealed=", "sealed=a&sealed=b", "Sealed=a"] {
            assert_eq!(read(FORM, body).await, Err(422), "{body}");
        }
    }

    #[tokio::test]
    async fn what_is_not_a_form_is_refused() {
        assert_eq!(read("application/json", "{\"sealed\":\"a\"}").await, Err(415));
        assert_eq!(read("multipart/form-data; boundary=b", "sealed=a").await, Err(400));
        assert_eq!(read("multipart/form-data", TWO_PARTS).await, Err(400));
    }
}
