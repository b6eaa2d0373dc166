import { Agreement, initSync, sha256, verify } from "../../target/module/waxseal.js";
import text from "waxseal:bytes";
import type { Code } from "./codes.js";
import { WaxsealError } from "./error.js";

export type { Agreement };

/** What Rust does for the page: the cryptography, synchronous. */
export interface Module {
  readonly sha256: typeof sha256;
  readonly verify: typeof verify;
  /** Agrees on a key with the holder of an X25519 public key. */
  agree(recipient: Uint8Array): Agreement;
}

const MODULE: Module = { sha256, verify, agree };
let started = false;

/** The module, compiled on first use: importing this file touches nothing. */
export function loadModule(): Module {
  if (!started) initSync({ module: compile() });
  started = true;
  return MODULE;
}

function agree(recipient: Uint8Array): Agreement {
  try {
    return new Agreement(recipient);
  } catch (thrown) {
    // The module throws a code, and nothing else.
    if (typeof thrown !== "string") throw thrown;
    throw new WaxsealError(thrown as Code, "no key agreement is possible with a recipient's key");
  }
}

function compile(): WebAssembly.Module {
  if (typeof WebAssembly === "undefined") {
    throw new WaxsealError("unsupported", "this browser has no WebAssembly");
  }
  try {
    return new WebAssembly.Module(read());
  } catch {
    // The bytes are ours and valid, so it is the page's policy that refuses them.
    throw new WaxsealError(
      "csp-blocked",
      "the Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to script-src",
    );
  }
}

/** Undoes what `pkg/build.mjs` did to the bytes: a space or `!` lifts the character after it. */
function read(): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  let lift = -SHIFT;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 35) {
      lift = (code - 31) * 90 - SHIFT;
    } else {
      bytes.push(code - (code < 92 ? 35 : 36) + lift);
      lift = -SHIFT;
    }
  }
  // Each element is taken modulo 256.
  return Uint8Array.from(bytes);
}
