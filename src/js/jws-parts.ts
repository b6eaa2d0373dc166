import { decode } from "./base64url.js";
import { WaxsealError } from "./error.js";
import { parseJson } from "./json.js";

/** A thousand fields and their keys fit in; the page is not held up by whatever else is served. */
const MAX_LENGTH = 1 << 20;

/** The header, the payload and the signature of a JWS Compact Serialization (RFC 7515 §7.1), as text. */
export function partsOf(jws: string): readonly [header: string, payload: string, signature: string] {
  const [header = "", payload = "", signature, more] = jws.split(".", 4);
  if (signature !== undefined && more === undefined && jws.length <= MAX_LENGTH) {
    return [header, payload, signature];
  }
  throw malformed();
}

/** The JSON in a header or a payload. Nothing of it is verified. */
export function jsonOf(part: string): unknown {
  const value = parseJson(decode(part));
  if (value === undefined) throw malformed();
  return value;
}

function malformed(): WaxsealError {
  return new WaxsealError("malformed", "not a signed manifest");
}
