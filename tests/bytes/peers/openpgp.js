// OpenPGP messages (RFC 9580).
import { createMessage, encrypt, readKey } from "openpgp";

export async function seal(text, armoredKey) {
  const encryptionKeys = await readKey({ armoredKey });
  return encrypt({ message: await createMessage({ text }), encryptionKeys });
}
