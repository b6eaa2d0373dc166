//! Kills the command at the calls with which it changes a disk, and looks at what is left: the vault
//! opens, no key and no order is lost or doubled, the ledger verifies, and the command can be run
//! again.
//!
//! `strace` kills, before the call is carried out; so each state that a disk can be left in between
//! two calls is seen. Every call of each command is tried by `cargo xtask test --all`; otherwise some
//! of each, spread evenly: `KILL=40 cargo test --test command kill::some` tries 40. Where there is no
//! strace this fails: `cargo xtask test` installs it.
//!
//! A call that only brings to the disk what was written (`fsync`) is no exception: SQLite shares memory
//! besides, which changes between two calls.

mod every;
mod scenarios;
mod some;
mod trial;
mod victim;
