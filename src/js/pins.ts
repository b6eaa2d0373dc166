import { attempt } from "./attempt.js";
import { decode, encode } from "./base64url.js";
import { WaxsealError } from "./error.js";

/** How a pin begins (RFC 9278). */
export const PIN = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:";

/** The thumbprints of RFC 9278 URIs, separated by spaces. */
export function pinned(pins: string): string[] {
  return pins.split(/\s+/).filter(Boolean).map((pin) => {
    const thumbprint = attempt(() => decode(pin.slice(PIN.length), 32));
    if (thumbprint && pin.startsWith(PIN)) return encode(thumbprint);
    throw new WaxsealError("malformed", `a pin is not a thumbprint URI: ${PIN} and 43 characters`);
  });
}
