// JWE (RFC 7516), ECDH-ES over X25519, by WebCrypto.
import { CompactEncrypt, importJWK } from "jose";

export async function seal(text, jwk) {
  const header = { alg: "ECDH-ES", enc: "A256GCM" };
  const plaintext = new TextEncoder().encode(text);
  return new CompactEncrypt(plaintext).setProtectedHeader(header).encrypt(await importJWK(jwk));
}
