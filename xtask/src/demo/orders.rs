//! The shop's database: what a merchant's server would keep of an order.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use rusqlite::{Connection, OptionalExtension, Row};

const SCHEMA: &str = "CREATE TABLE orders (
    id          INTEGER PRIMARY KEY,
    received_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
    body        TEXT NOT NULL,
    sealed      TEXT NOT NULL
) STRICT";

/// One row.
pub(super) struct Order {
    pub(super) id: i64,
    pub(super) received_at: String,
    /// The request's body, as it was received.
    pub(super) body: String,
    /// The line that the desk opens.
    pub(super) sealed: String,
}

/// The table of orders.
pub(super) struct Orders(Mutex<Connection>);

impl Orders {
    /// A new database in this file.
    pub(super) fn create(file: &Path) -> Result<Self> {
        let connection = Connection::open(file)?;
        connection.execute(SCHEMA, ())?;
        Ok(Self(Mutex::new(connection)))
    }

    /// Keeps an order and returns its number.
    pub(super) fn keep(&self, body: &str, sealed: &str) -> Result<i64> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        connection.execute("INSERT INTO orders (body, sealed) VALUES (?1, ?2)", (body, sealed))?;
        Ok(connection.last_insert_rowid())
    }

    /// The order with this number.
    pub(super) fn find(&self, id: i64) -> Result<Option<Order>> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let query = "SELECT id, received_at, body, sealed FROM orders WHERE id = ?1";
        Ok(connection.query_row(query, [id], read).optional()?)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Order> {
    Ok(Order { id: row.get(0)?, received_at: row.get(1)?, body: row.get(2)?, sealed: row.get(3)? })
}
