import { attempt } from "../attempt.js";
import { pinned } from "../pins.js";
import type { InspectOptions } from "./inspect.js";
import { readUnverified, type Unverified } from "./manifest.js";

/*
 * What the shop's server gives of its own. A mistake there is no fault of the order's, and no order
 * is refused for it: it is a `TypeError`.
 */

/** The manifests that a line is held against. */
export function ownManifests({ manifest }: InspectOptions): readonly Unverified[] {
  const read = [manifest].flat().map((text) => attempt(() => readUnverified(text)));
  const manifests = read.filter((one) => one !== undefined);
  if (manifests.length > 0 && manifests.length === read.length) return manifests;
  throw new TypeError("inspect: `manifest` is not the text of a waxseal.jws, or a list of such texts");
}

/** The identities that an order may be addressed to. */
export function ownIdentities(options: InspectOptions, manifests: readonly Unverified[]): readonly string[] {
  if (!("pin" in options)) return manifests.map(({ identity }) => identity);
  const pins = attempt(() => pinned(options.pin ?? "")) ?? [];
  if (pins.length > 0) return pins;
  throw new TypeError("inspect: `pin` is not one: urn:ietf:params:oauth:jwk-thumbprint:sha-256:…");
}
