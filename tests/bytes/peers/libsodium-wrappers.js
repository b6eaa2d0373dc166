// Sealed boxes: X25519, XSalsa20-Poly1305.
import sodium from "libsodium-wrappers";

export async function seal(text, publicKey) {
  await sodium.ready;
  return sodium.crypto_box_seal(text, publicKey);
}
