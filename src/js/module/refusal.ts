import { attempt } from "../attempt.js";
import { WaxsealError } from "../error.js";

/** The smallest module there is: a header and nothing else. */
const EMPTY = [0, 97, 115, 109, 1, 0, 0, 0];

/** Why WebAssembly cannot be had here, if it cannot. */
export function refusal(): WaxsealError | undefined {
  if (typeof WebAssembly === "undefined") return missing();
  return attempt(() => new WebAssembly.Module(Uint8Array.from(EMPTY))) ? undefined : blocked();
}

/** There is none. */
export function missing(): WaxsealError {
  return new WaxsealError("unsupported", "this browser has no WebAssembly");
}

/** The page's policy forbids it. */
export function blocked(): WaxsealError {
  return new WaxsealError("csp-blocked", "add 'wasm-unsafe-eval' to the page's script-src");
}
