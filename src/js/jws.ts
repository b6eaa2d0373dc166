import { decode, encode } from "./base64url.js";
import { WaxsealError } from "./error.js";
import { loadModule } from "./module.js";

const TYP = "vnd.waxseal.manifest.v1";
const PIN = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:";

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
    throw new WaxsealError("malformed", "not a JWS of three parts");
  }
  const x = signer(json(header));
  const identity = thumbprint("Ed25519", x);
  if (!pinned(pins).includes(identity)) {
    throw new WaxsealError("untrusted", "signed by an identity that is not pinned");
  }
  if (!loadModule().verify(decode(x, 32), `${header}.${payload}`, decode(signature, 64))) {
    throw new WaxsealError("untrusted", "the signature does not fit");
  }
  return { payload: json(payload), identity };
}

/** The thumbprint of an `OKP` public key (RFC 7638, RFC 8037 §2). */
export function thumbprint(crv: string, x: string): string {
  const jwk = new TextEncoder().encode(JSON.stringify({ crv, kty: "OKP", x }));
  return encode(loadModule().sha256(jwk));
}

function json(part: string): unknown {
  const bytes = decode(part);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new WaxsealError("malformed", "a part of the JWS is not JSON");
  }
}

/** The public key that the header claims. Whether to trust it is decided by the pins. */
function signer(header: unknown): string {
  const { alg, typ, jwk, ...rest } = Object(header) as Record<string, unknown>;
  const { kty, crv, x } = Object(jwk) as Record<string, unknown>;
  for (const member of [alg, typ, kty, crv, x]) {
    if (typeof member !== "string") throw new WaxsealError("malformed", "not a manifest's header");
  }
  const known = alg === "Ed25519" && typ === TYP && kty === "OKP" && crv === "Ed25519";
  if (!known || "crit" in rest || "b64" in rest) {
    throw new WaxsealError("unsupported", "not a manifest of this version");
  }
  return encode(decode(String(x), 32));
}

/** The thumbprints of RFC 9278 URIs, separated by spaces. */
function pinned(pins: string): string[] {
  return pins.split(/\s+/).filter(Boolean).map((pin) => {
    if (!pin.startsWith(PIN)) throw new WaxsealError("malformed", "a pin is not a thumbprint URI");
    return encode(decode(pin.slice(PIN.length), 32));
  });
}
