/** What a shopper sees: whose key the form is sealed to, and how else to order. */
import { WaxsealBadge } from "./elements/badge.js";
import { WaxsealFallback } from "./elements/fallback.js";
import { listen } from "./elements/forms.js";

export type { BadgeLabels } from "./elements/badge-labels.js";
export type { FallbackLabels } from "./elements/fallback-labels.js";
export type { VerifiedSealer } from "./elements/forms.js";
export { WaxsealBadge, WaxsealFallback };

declare global {
  interface HTMLElementTagNameMap {
    "waxseal-badge": WaxsealBadge;
    "waxseal-fallback": WaxsealFallback;
  }
}

/**
 * Defines `<waxseal-badge>` and `<waxseal-fallback>`. Call it before the form is protected: an
 * element learns of its form by events. A name that is defined already stays as it is, and on a
 * server nothing happens.
 */
export function defineElements(registry = globalThis.customElements as CustomElementRegistry | undefined): void {
  if (!registry) return;
  listen();
  if (!registry.get("waxseal-badge")) registry.define("waxseal-badge", WaxsealBadge);
  if (!registry.get("waxseal-fallback")) registry.define("waxseal-fallback", WaxsealFallback);
}
