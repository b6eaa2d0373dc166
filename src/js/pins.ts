import { decode, encode } from "./base64url.js";
import { WaxsealError } from "./error.js";

/** How a pin begins (RFC 9278). */
export const PIN = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:";

/** The thumbprints of RFC 9278 URIs, separated by spaces. */
export function pinned(pins: string): string[] {
  return pins.split(/\s+/).filter(Boolean).map((pin) => {
    if (!pin.startsWith(PIN)) throw new WaxsealError("malformed", "a pin is not a thumbprint URI");
    return encode(decode(pin.slice(PIN.length), 32));
  });
}
