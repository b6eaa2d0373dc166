//! What the standard library would bring.

use rlsf::SmallGlobalTlsf;
use zeroizing_alloc::ZeroAlloc;

/// Wipes what is freed: wasm-bindgen's glue frees the texts that it passed, and a string that grows
/// leaves a copy behind. Around an allocator smaller than the standard library's.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<SmallGlobalTlsf> = ZeroAlloc(SmallGlobalTlsf::new());

/// Nobody would read the messages of the standard library's handler here.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
