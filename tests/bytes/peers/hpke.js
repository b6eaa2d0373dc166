// HPKE (RFC 9180), by WebCrypto.
import * as HPKE from "hpke";

const suite = new HPKE.CipherSuite(
  HPKE.KEM_DHKEM_X25519_HKDF_SHA256,
  HPKE.KDF_HKDF_SHA256,
  HPKE.AEAD_AES_256_GCM,
);

export async function seal(text, publicKey) {
  const recipient = await suite.DeserializePublicKey(publicKey);
  return suite.Seal(recipient, new TextEncoder().encode(text));
}
