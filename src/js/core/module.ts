import { compile } from "waxseal:module";
import { connect, type Rust } from "waxseal:glue";
import { coders } from "./coders.js";
import { coded, WaxsealError } from "./errors.js";
import { ifAllowed } from "./from/allowed.js";

/** The bytes of the module's stack, as `xtask/src/build.rs` has it. */
const STACK = 65_536;

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

  /** Calls into the module. It throws coded errors alone. */
  call<T>(action: (rust: Rust) => T): T {
    if (this !== running) throw new WaxsealError("not-ready", "the module has stopped: load it again");
    this.#depth++;
    try {
      return action(this.rust);
    } catch (error) {
      throw typeof error === "string" ? coded(error) : this.#stop();
    } finally {
      this.#depth--;
      this.#wipe();
    }
  }

  /**
   * What the compiler moved about on its stack is out of Rust's reach. A page's own code may run
   * within a call, and call again.
   */
  #wipe(): void {
    if (this.#depth === 0) new Uint8Array(this.#memory.buffer, 0, STACK).fill(0);
  }

  /** After a trap nothing in it is to be relied on. The next that is loaded has a new one. */
  #stop(): WaxsealError {
    running = undefined;
    return new WaxsealError("io", "the module has stopped, or has no memory left");
  }
}

/** The module, compiled on first use: importing this file touches nothing. */
export function instance(): Instance {
  return (running ??= instantiate());
}

/** Makes it ready ahead of its first use. */
export async function start(): Promise<void> {
  instance();
}

function instantiate(): Instance {
  const compiled = compile();
  return ifAllowed(() => new Instance(compiled));
}
