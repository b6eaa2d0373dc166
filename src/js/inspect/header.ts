import { decode } from "../base64url.js";
import { WaxsealError } from "../error.js";
import { parseJson } from "../json.js";
import { isObject } from "../shape.js";
import { fromUtf8, utf8 } from "../utf8.js";

/** How deep the desk reads. */
const DEPTH = 127;
/** The tokens of JSON that the desk may read otherwise than JSON.parse does. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[[\]{}]/g;

/**
 * The JSON object in a protected header, as the desk reads it: a number that is not whole and
 * written as such (`1.0`, `1e3`, `-0`) is none that a member may have, and comes out as null; half a
 * surrogate pair, a number out of range and deeper nesting are no JSON. Not an object: `malformed`.
 */
export function readHeader(text: string): object {
  const bytes = decode(text);
  const header = parseJson(bytes) === undefined ? undefined : parseJson(utf8(plain(fromUtf8(bytes))));
  if (isObject(header)) return Object(header);
  throw malformed();
}

/** A valid JSON text with the numbers that no member may have replaced. */
function plain(json: string): string {
  let depth = 0;
  return json.replace(TOKEN, (token) => {
    if (/^[[{]/.test(token) && ++depth > DEPTH) throw malformed();
    if (/^[\]}]/.test(token)) depth--;
    if (token.startsWith('"')) checkString(token);
    return /^[-\d]/.test(token) ? number(token) : token;
  });
}

function checkString(token: string): void {
  if (/\p{Cs}/u.test(String(JSON.parse(token)))) throw malformed();
}

function number(token: string): string {
  if (!Number.isFinite(Number(token))) throw malformed();
  return /^\d+$/.test(token) ? token : "null";
}

function malformed(): WaxsealError {
  return new WaxsealError("malformed", "a header that is not a JSON object");
}
