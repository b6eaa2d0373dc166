import { compile } from "waxseal:module";
import { connect } from "waxseal:glue";
import { coded, WaxsealError } from "../core/errors.js";

/** What the module exports: it opens, and no page loads it. */
interface Rust {
  initSync(options: { module: WebAssembly.Module }): unknown;
  publish(policy: string, days: number, now: number): string;
  open(line: string, vault: string): string;
  place(explicit: string, autocomplete: string, fields?: string): string;
  kindOf(field: string): string;
}

let rust: Rust | undefined;

/** Calls the desk's own code. Throws its codes. */
export function call<T>(action: (rust: Rust) => T): T {
  rust ??= start();
  try {
    return action(rust);
  } catch (error) {
    if (typeof error === "string") throw coded(error);
    // The module has stopped: the next call has a new one.
    rust = undefined;
    throw new WaxsealError("io", "the module has stopped, or has no memory left");
  }
}

function start(): Rust {
  const started: Rust = connect(TextEncoder, TextDecoder) as never;
  started.initSync({ module: compile() });
  return started;
}
