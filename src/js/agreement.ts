import { decode } from "./base64url.js";
import { isCanonical } from "./canonical-key.js";
import { WaxsealError } from "./error.js";
import { loadModule } from "./module.js";
import { utf8 } from "./utf8.js";

/** A key agreement with one recipient (RFC 7518 §4.6), made ahead. It encrypts once. */
export class Agreement {
  /** The ephemeral public key. */
  readonly epk: Uint8Array;
  readonly #key: Uint8Array;
  #spent = false;

  /** Agrees with the holder of an X25519 key: the `x` of its JWK. */
  constructor(x: string) {
    const recipient = decode(x, 32);
    const secret = crypto.getRandomValues(new Uint8Array(32));
    const agreed = loadModule().agree(recipient, secret);
    secret.fill(0);
    // A key that is canonical is of low order if nothing can be agreed with it.
    if (!agreed) throw new WaxsealError(isCanonical(recipient) ? "policy" : "malformed", LOW_ORDER);
    this.epk = agreed.slice(0, 32);
    this.#key = agreed.subarray(32);
  }

  /** The IV, the ciphertext and the tag. Spends the agreement and the plaintext, even in vain. */
  encrypt(protectedHeader: string, plaintext: Uint8Array): Uint8Array[] {
    try {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const encrypted = this.#spent
        ? undefined
        : loadModule().encrypt(this.#key, iv, utf8(protectedHeader), plaintext);
      if (!encrypted) throw new WaxsealError("io", "the order could not be encrypted");
      return [iv, encrypted.subarray(0, -16), encrypted.subarray(-16)];
    } finally {
      this.wipe();
      plaintext.fill(0);
    }
  }

  /** Forgets the key. */
  wipe(): void {
    this.#spent = true;
    this.#key.fill(0);
  }
}

const LOW_ORDER = "a recipient's key is of no use";
