import { decode, encode } from "./base64url.js";
import { WaxsealError } from "./error.js";
import { jsonOf, partsOf } from "./jws-parts.js";
import { loadModule } from "./module.js";
import { pinned } from "./pins.js";
import { known, shape } from "./shape.js";
import { utf8 } from "./utf8.js";

const HEADER = /^Ed25519 vnd\.waxseal\.manifest\.v1 OKP Ed25519 false$/;

/** A payload whose signature fits a pinned identity. */
export interface Signed {
  readonly payload: unknown;
  /** The thumbprint of the identity. */
  readonly identity: string;
}

/** Verifies a JWS Compact Serialization (RFC 7515) with `Ed25519` (RFC 9864) against pins. */
export function verifyJws(jws: string, pins: string): Signed {
  const [header, payload, signature] = partsOf(jws);
  if (signature === "") throw untrusted();
  const x = signer(jsonOf(header));
  const identity = thumbprint("Ed25519", x);
  const trusted = pinned(pins);
  if (trusted.length === 0) throw new WaxsealError("untrusted", "the page gives no pin");
  if (!trusted.includes(identity)) throw untrusted();
  if (!loadModule().verify(decode(x, 32), utf8(`${header}.${payload}`), decode(signature, 64))) {
    throw untrusted();
  }
  return { payload: jsonOf(payload), identity };
}

function untrusted(): WaxsealError {
  return new WaxsealError("untrusted", "the manifest is not signed by an identity that the page pins");
}

/** The thumbprint of an `OKP` public key (RFC 7638, RFC 8037 §2). */
export function thumbprint(crv: string, x: string): string {
  const jwk = utf8(JSON.stringify({ crv, kty: "OKP", x }));
  return encode(loadModule().sha256(jwk));
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
