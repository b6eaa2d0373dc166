import { attempt } from "./attempt.js";
import { WaxsealError } from "./error.js";

/** The base64url text of `bytes`, without padding (RFC 7515 §2). */
export function encode(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The bytes of a canonical base64url text, of this length if one is given. */
export function decode(text: string, length?: number): Uint8Array {
  const binary = attempt(() => atob(text.replaceAll("-", "+").replaceAll("_", "/"))) ?? "";
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  // Writing it again shows padding, white space, the other alphabet and stray bits.
  if (encode(bytes) !== text || bytes.length !== (length ?? bytes.length)) {
    throw new WaxsealError("malformed", "not canonical base64url");
  }
  return bytes;
}
