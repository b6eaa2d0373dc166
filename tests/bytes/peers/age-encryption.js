// age files: X25519, ChaCha20-Poly1305.
import { Encrypter } from "age-encryption";

export async function seal(text, recipient) {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(text);
}
