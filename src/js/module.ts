import { initSync, Sealer as ModuleSealer } from "../../target/module/waxseal.js";
import text from "waxseal:bytes";
import { WaxsealError } from "./error.js";

export type { ModuleSealer };

let started = false;

/** The module, compiled on first use: importing this file touches nothing. */
export function loadModule(): typeof ModuleSealer {
  if (!started) initSync({ module: compile() });
  started = true;
  return ModuleSealer;
}

function compile(): WebAssembly.Module {
  if (typeof WebAssembly === "undefined") {
    throw new WaxsealError("unsupported", "this browser has no WebAssembly");
  }
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
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
