import text from "waxseal:bytes";
import { ifAllowed } from "./allowed.js";

/** The module whose bytes this very script holds: they are valid, only a policy can refuse them. */
export function compile(): WebAssembly.Module {
  return ifAllowed(() => new WebAssembly.Module(read()));
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
