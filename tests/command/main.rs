//! The command, as its users meet it: one program of tests, in which the real command is run.

#![cfg(unix)]

mod canaries;
mod cases;
mod desk;
mod encodings;
mod interrupted;
#[cfg(target_os = "linux")]
mod kill;
mod orders;
mod rows;
mod sealing;
mod shop;
mod terminal;
mod together;
mod verify;
