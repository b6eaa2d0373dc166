import { attempt } from "../attempt.js";
import text from "waxseal:bytes";
import { blocked, missing } from "./refusal.js";

/** The module whose bytes this very script holds. */
export function compile(): WebAssembly.Module {
  if (typeof WebAssembly === "undefined") throw missing();
  const bytes = read();
  const module = attempt(() => new WebAssembly.Module(bytes));
  if (module) return module;
  // The bytes are ours and valid, so it is the page's policy that refuses them.
  throw blocked();
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
