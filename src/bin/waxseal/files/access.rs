//! Who can read a file: its mode, or on Windows its access control list. The one place that knows
//! the systems apart where files are written.

#[cfg_attr(unix, path = "access/unix.rs")]
#[cfg_attr(not(unix), path = "access/windows.rs")]
mod system;

#[cfg(any(not(unix), test))]
mod sddl;

pub(crate) use system::{how_to_keep_private, others_can_read_output};
pub(super) use system::{
    keep_folder_private, keep_private, make_folder, options, others_can_enter, others_can_read,
    set_mode, sync_folder,
};
