import { compile } from "waxseal:module";
import { WaxsealError } from "./error.js";
import { ifAllowed } from "./module/allowed.js";

/** What `src/wasm.rs` exports, as wasm-bindgen describes it: bytes go in and out as place and length. */
type Exports = typeof import("../../target/module/waxseal_bg.wasm");

/** Bytes in the module's memory. */
type Place = [at: number, length: number];

/** What Rust does for the page: the cryptography, synchronous. */
export interface Module {
  readonly sha256: (data: Uint8Array) => Uint8Array;
  readonly verify: (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;
  readonly agree: (recipient: Uint8Array, secret: Uint8Array) => Uint8Array | undefined;
  readonly encrypt: (
    key: Uint8Array,
    iv: Uint8Array,
    protectedHeader: Uint8Array,
    plaintext: Uint8Array,
  ) => Uint8Array | undefined;
}

/** Of the page the module needs nothing: this is what wasm-bindgen calls when memory is used up. */
const IMPORTS = { "./waxseal_bg.js": new Proxy({}, { get: () => fail }) };

/** The bytes of the module's stack, as `xtask/src/build.rs` has it. */
const STACK = 65_536;

let module: Module | undefined;

/** The module, compiled on first use: importing this file touches nothing. */
export function loadModule(): Module {
  return (module ??= connect(instantiate().exports));
}

function instantiate(): WebAssembly.Instance {
  const compiled = compile();
  return ifAllowed(() => new WebAssembly.Instance(compiled, IMPORTS));
}

function fail(): never {
  throw new WaxsealError("io", "the module has no memory left");
}

/** wasm-bindgen's own glue for this would be larger, and frees what it passes without wiping it. */
function connect(exports: WebAssembly.Exports): Module {
  const rust = exports as Exports;
  /** The callee owns it from here, and wipes it if it is secret. */
  const give = (bytes: Uint8Array): Place => {
    const at = rust.__wbindgen_malloc(bytes.length, 1);
    new Uint8Array(rust.memory.buffer).set(bytes, at);
    return [at, bytes.length];
  };
  const take = ([at, length]: Place): Uint8Array | undefined => {
    if (!at) return undefined;
    const place = new Uint8Array(rust.memory.buffer, at, length);
    const bytes = place.slice();
    place.fill(0);
    rust.__wbindgen_free(at, length, 1);
    // What the compiler moved about on its stack is out of Rust's reach.
    new Uint8Array(rust.memory.buffer, 0, STACK).fill(0);
    return bytes;
  };
  return {
    sha256: (data) => take(rust.sha256(...give(data))) as Uint8Array,
    verify: (key, message, signature) =>
      rust.verify(...give(key), ...give(message), ...give(signature)) === 1,
    agree: (recipient, secret) => take(rust.agree(...give(recipient), ...give(secret))),
    encrypt: (key, iv, protectedHeader, plaintext) =>
      take(rust.encrypt(...give(key), ...give(iv), ...give(protectedHeader), ...give(plaintext))),
  };
}
