//! The shop's addresses.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{Html, Redirect, Response};
use axum::routing::{get, post};
use tower_http::services::{ServeDir, ServeFile};

use super::desk::{Desk, Show};
use super::guard::{guard, require_origin};
use super::orders::Orders;
use super::pages::{Pages, Refusal};
use super::received::Received;

const LONGEST_BODY: usize = 1 << 20;
const MANIFEST_TYPE: &str = "application/jose";

/// All that the shop consists of.
pub(super) struct Shop {
    pub(super) port: u16,
    pub(super) desk: Desk,
    pub(super) orders: Orders,
    pub(super) pages: Pages,
    /// The page's own script, bundled.
    pub(super) help: PathBuf,
}

/// Serves until interrupted; calls `ready` when requests are answered.
pub(super) fn serve(
    listener: TcpListener,
    shop: Shop,
    ready: impl FnOnce() -> Result<()>,
) -> Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        ready()?;
        tokio::select! {
            served = axum::serve(listener, router(Arc::new(shop))).into_future() => Ok(served?),
            interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
        }
    })
}

fn router(shop: Arc<Shop>) -> Router {
    let manifest = ServeFile::new_with_mime(shop.desk.manifest(), &mime(MANIFEST_TYPE));
    Router::new()
        .route("/", get(checkout))
        .route("/orders", post(place))
        .route("/orders/{id}", get(masked))
        .route("/orders/{id}/reveal", post(revealed))
        .route_service("/waxseal.jws", manifest)
        .route_service("/help.js", ServeFile::new(&shop.help))
        .nest_service("/waxseal", ServeDir::new("pkg/dist"))
        .nest_service("/assets", ServeDir::new("www/assets"))
        .fallback(async || nothing_here())
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(from_fn_with_state(shop.clone(), guard))
        .with_state(shop)
}

async fn checkout(State(shop): State<Arc<Shop>>, uri: Uri) -> Result<Html<String>, Refusal> {
    shop.pages.checkout(uri.query().and_then(|query| query.strip_prefix("group=")))
}

async fn place(
    State(shop): State<Arc<Shop>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Redirect, Refusal> {
    let received = Received::read(&headers, body).await?;
    let id = shop.orders.keep(&received.body, &received.sealed)?;
    Ok(Redirect::to(&format!("/orders/{id}#travelled")))
}

async fn masked(shop: State<Arc<Shop>>, id: Path<i64>) -> Result<Response, Refusal> {
    show(shop, id, Show::Masked).await
}

async fn revealed(
    shop: State<Arc<Shop>>,
    id: Path<i64>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    require_origin(&headers)?;
    show(shop, id, Show::All).await
}

async fn show(
    State(shop): State<Arc<Shop>>,
    Path(id): Path<i64>,
    show: Show,
) -> Result<Response, Refusal> {
    let order = shop.orders.find(id)?.ok_or_else(nothing_here)?;
    let opened = shop.desk.open(&order.sealed, show).await?;
    shop.pages.order(&order, &opened, show)
}

fn nothing_here() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "There is nothing at this address.")
}

fn mime(essence: &str) -> mime::Mime {
    essence.parse().expect("a media type")
}
