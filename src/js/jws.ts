import { attempt } from "./attempt.js";
import { decode, encode } from "./base64url.js";
import { WaxsealError } from "./error.js";
import { loadModule } from "./module.js";
import { isObject, known, shape } from "./shape.js";
import { utf8 } from "./utf8.js";

const PIN = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:";

const HEADER = /^Ed25519 vnd\.waxseal\.manifest\.v1 OKP Ed25519 false$/;
const NOT_A_MANIFEST = "not a signed manifest";

/** A payload whose signature fits a pinned identity. */
export interface Signed {
  readonly payload: unknown;
  /** The thumbprint of the identity. */
  readonly identity: string;
}

/** Verifies a JWS Compact Serialization (RFC 7515) with `Ed25519` (RFC 9864) against pins. */
export function verifyJws(jws: string, pins: string): Signed {
  const [header, payload, signature, ...more] = jws.split(".");
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) {
    throw new WaxsealError("malformed", NOT_A_MANIFEST);
  }
  if (signature === "") throw untrusted();
  const x = signer(json(header));
  const identity = thumbprint("Ed25519", x);
  if (!pinned(pins).includes(identity)) {
    throw untrusted();
  }
  if (!loadModule().verify(decode(x, 32), utf8(`${header}.${payload}`), decode(signature, 64))) {
    throw untrusted();
  }
  return { payload: json(payload), identity };
}

function untrusted(): WaxsealError {
  return new WaxsealError("untrusted", "not signed by a pinned identity");
}

/** The thumbprint of an `OKP` public key (RFC 7638, RFC 8037 §2). */
export function thumbprint(crv: string, x: string): string {
  const jwk = utf8(JSON.stringify({ crv, kty: "OKP", x }));
  return encode(loadModule().sha256(jwk));
}

function json(part: string): unknown {
  const bytes = decode(part);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const value = attempt(() => parse(decoder.decode(bytes)));
  if (value === undefined) throw new WaxsealError("malformed", NOT_A_MANIFEST);
  return value;
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

/** The public key that the header claims. Whether to trust it is decided by the pins. */
function signer(header: unknown): string {
  shape(header, "alg:text typ:text jwk:object");
  const { alg, typ, jwk, ...rest } = header as Record<string, unknown>;
  shape(jwk, "kty:text crv:text x:text");
  const { kty, crv, x } = jwk as Record<string, unknown>;
  const extended = "crit" in rest || "b64" in rest;
  known("header", HEADER, [alg, typ, kty, crv, extended].join(" "));
  return String(x);
}

/** The thumbprints of RFC 9278 URIs, separated by spaces. */
function pinned(pins: string): string[] {
  return pins.split(/\s+/).filter(Boolean).map((pin) => {
    if (!pin.startsWith(PIN)) throw new WaxsealError("malformed", "a pin is not a thumbprint URI");
    return encode(decode(pin.slice(PIN.length), 32));
  });
}
