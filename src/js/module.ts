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
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0) ^ MASK);
  try {
    return new WebAssembly.Module(bytes);
  } catch {
    // The bytes are ours and valid, so it is the page's policy that refuses them.
    throw new WaxsealError(
      "csp-blocked",
      "the Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to script-src",
    );
  }
}
