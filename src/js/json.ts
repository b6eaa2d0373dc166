import { attempt } from "./attempt.js";
import { isObject } from "./shape.js";
import { fromUtf8 } from "./utf8.js";

/** The JSON value that these bytes are, as UTF-8; undefined if they are none. */
export function parseJson(bytes: Uint8Array): unknown {
  return attempt(() => parse(fromUtf8(bytes)));
}

/**
 * Refuses an object with one member twice, of which JSON.parse would take the last. No object
 * inherits: what a page's address wrote into Object.prototype is not what the merchant signed.
 */
function parse(text: string): unknown {
  // One less: the value itself is visited as a member of no name.
  let members = -1;
  const value: unknown = JSON.parse(text, function (this: unknown, _, member: unknown) {
    members += Array.isArray(this) ? 0 : 1;
    return isObject(member) ? Object.setPrototypeOf(member, null) : member;
  });
  const strings = [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)];
  if (strings.filter(([, colon]) => colon).length !== members) throw new SyntaxError();
  return value;
}
