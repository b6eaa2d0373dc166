import * as crypto from "node:crypto";
import { decode, encode } from "../base64url.js";
import { WaxsealError } from "../error.js";
import type { OrderPart } from "../inspect/order.js";
import { utf8 } from "../utf8.js";

/** A private key as a JWK (RFC 8037). */
export interface PrivateJwk {
  readonly kty: "OKP";
  readonly crv: "X25519" | "Ed25519";
  readonly x: string;
  readonly d: string;
}

/** A fresh key. */
export function generate(crv: PrivateJwk["crv"]): PrivateJwk {
  const type = crv === "X25519" ? "x25519" : "ed25519";
  const { x = "", d = "" } = crypto.generateKeyPairSync(type).privateKey.export({ format: "jwk" });
  return { kty: "OKP", crv, x, d };
}

/** The RFC 7638 thumbprint. */
export function thumbprint({ crv, kty, x }: PrivateJwk): string {
  return encode(sha256(utf8(JSON.stringify({ crv, kty, x }))));
}

/** SHA-256. */
export function sha256(data: Uint8Array): Uint8Array {
  return crypto.createHash("sha256").update(data).digest();
}

/** A JWS (RFC 7515) of this payload, with the signer's public key in its header. */
export function sign(typ: string, payload: object, identity: PrivateJwk): string {
  const { crv, kty, x } = identity;
  const header = { alg: "Ed25519", typ, jwk: { crv, kty, x } };
  const input = [header, payload].map((part) => encode(utf8(JSON.stringify(part)))).join(".");
  const key = crypto.createPrivateKey({ key: { ...identity }, format: "jwk" });
  return `${input}.${encode(crypto.sign(null, utf8(input), key))}`;
}

/** The plaintext of a part (RFC 7518 §4.6, §5.3). Every failure is the same. */
export function decrypt(part: OrderPart, key: PrivateJwk): Uint8Array {
  try {
    const { protectedHeader, iv, ciphertext, tag } = part;
    const options = { authTagLength: 16 };
    const decipher = crypto.createDecipheriv("aes-256-gcm", agree(part.epk, key), iv, options);
    decipher.setAAD(utf8(protectedHeader)).setAuthTag(tag);
    const plaintext = decipher.update(ciphertext);
    decipher.final();
    return plaintext;
  } catch {
    throw tampered();
  }
}

/** The one answer to every failed authentication. */
export function tampered(): WaxsealError {
  return new WaxsealError("tampered", "this is not what was sealed");
}

/** The Concat KDF of RFC 7518 §4.6.2, which for 256 bits is one SHA-256. */
function agree(epk: Uint8Array, key: PrivateJwk): Uint8Array {
  const publicKey = crypto.createPublicKey({
    key: { kty: "OKP", crv: "X25519", x: encode(epk) },
    format: "jwk",
  });
  const privateKey = crypto.createPrivateKey({ key: { ...key }, format: "jwk" });
  const z = crypto.diffieHellman({ publicKey, privateKey });
  const algorithm = utf8("A256GCM");
  const info = [...number(algorithm.length), ...algorithm, ...number(0), ...number(0), ...number(256)];
  return sha256(Uint8Array.from([...number(1), ...z, ...info]));
}

/** 32 bits, big-endian. */
function number(value: number): number[] {
  return [value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 255);
}

/** The bytes of a base64url text; undefined unless it is canonical and of this length. */
export function bytesOf(text: unknown, length: number): Uint8Array | undefined {
  try {
    return typeof text === "string" ? decode(text, length) : undefined;
  } catch {
    return undefined;
  }
}
