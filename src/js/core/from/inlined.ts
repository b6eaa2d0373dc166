import text from "waxseal:bytes";
import { ifAllowed } from "./allowed.js";

/** The module whose bytes this very script holds: they are valid, only a policy can refuse them. */
export function compile(): WebAssembly.Module {
  return ifAllowed(() => new WebAssembly.Module(read()));
}

/** Undoes what `pkg/build.mjs` did to the bytes: a space or `!` lifts the character after it. */
function read(): Uint8Array<ArrayBuffer> {
  // An element is taken modulo 256, and there are fewer than characters.
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let lift = -SHIFT;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 35) {
      lift = (code - 31) * 90 - SHIFT;
    } else {
      bytes[length++] = code - (code < 92 ? 35 : 36) + lift;
      lift = -SHIFT;
    }
  }
  return bytes.subarray(0, length);
}

/** Nothing is missing that the page has to bring. */
export function requireSource(): void {}
