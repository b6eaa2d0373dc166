import { encode } from "../base64url.js";
import { jsonOf, partsOf } from "../jws-parts.js";
import type { Manifest } from "../manifest.js";
import { shapedManifest } from "../manifest-shape.js";
import { shape } from "../shape.js";
import { utf8 } from "../utf8.js";
import { sha256 } from "./sha256.js";

/** A manifest that was not verified. */
export interface Unverified {
  readonly manifest: Manifest;
  /** The thumbprint of the identity that its header names. */
  readonly identity: string;
}

/** Reads a manifest of the shop's own. Its signature is not looked at. */
export function readUnverified(jws: string): Unverified {
  const [header, payload] = partsOf(jws.trim());
  return { manifest: shapedManifest(jsonOf(payload)), identity: thumbprint(jsonOf(header)) };
}

/** RFC 7638, of the public key in a header. */
function thumbprint(header: unknown): string {
  shape(header, "jwk:object");
  const { jwk } = Object(header);
  shape(jwk, "x:text");
  return encode(sha256(utf8(JSON.stringify({ crv: "Ed25519", kty: "OKP", x: jwk.x }))));
}
