import { compile, requireSource } from "waxseal:module";
import { connect } from "waxseal:glue";
import { coders } from "./coders.js";
import { coded, WaxsealError } from "./errors.js";
import { ifAllowed } from "./from/allowed.js";

/** The Rust, as wasm-bindgen shows it. */
type Rust = typeof wasm_bindgen;

let running: Instance | undefined;

/** The module, instantiated. What it makes belongs to this instance alone. */
export class Instance {
  readonly rust: Rust;
  readonly #memory: WebAssembly.Memory;
  #depth = 0;

  constructor(compiled: WebAssembly.Module) {
    const { TextEncoder, TextDecoder } = coders();
    this.rust = connect(TextEncoder, TextDecoder);
    this.#memory = this.rust.initSync({ module: compiled }).memory;
  }

  /** Whether it may be called. */
  get isRunning(): boolean {
    return this === running;
  }

  /** Calls into the module. It throws coded errors alone. */
  call<T>(action: (rust: Rust) => T): T {
    if (!this.isRunning) throw new WaxsealError("not-ready", "the module has stopped: load it again");
    this.#depth++;
    try {
      const answer = action(this.rust);
      // A call within this one may have stopped it.
      if (this.isRunning) return answer;
    } catch (error) {
      if (this.isRunning && typeof error === "string") throw coded(error);
      // After a trap nothing in it is to be relied on. The next call has a new one.
      if (this.isRunning) running = undefined;
    } finally {
      this.#depth--;
      this.#wipe();
    }
    throw new WaxsealError("io", "the module has stopped, or has no memory left");
  }

  /**
   * What the compiler moved about on its stack is out of Rust's reach; and of a module that has stopped
   * nothing is kept. A page's own code may run within a call, and call again.
   */
  #wipe(): void {
    if (this.#depth > 0) return;
    const { buffer } = this.#memory;
    new Uint8Array(buffer, 0, this.isRunning ? STACK : buffer.byteLength).fill(0);
  }
}

/** The module, compiled on first use: importing this file touches nothing. */
export function instance(): Instance {
  return (running ??= instantiate());
}

/** Makes it ready while something else is on its way. Throws at once if the page has not brought it. */
export function start(): Promise<void> {
  requireSource();
  return Promise.resolve().then(() => void instance());
}

function instantiate(): Instance {
  const compiled = compile();
  return ifAllowed(() => new Instance(compiled));
}
