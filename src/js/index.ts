/** Seals a checkout form in the shopper's browser to the merchant's own key. */
export { type Code, CODES, WaxsealError } from "./core/errors.js";
export type { Contact, Field, Kind, Manifest, RecipientKey } from "./core/manifest.js";
export type { ExpiringDetail, InvalidDetail, ReadyDetail, SealedDetail } from "./protect/events.js";
export type { Current, ProtectOptions, SealerSource } from "./protect/options.js";
export { protect } from "./protect/protect.js";
export type { Messages } from "./seal/messages.js";
export {
  type Fields,
  type LoadOptions,
  type SealFormOptions,
  type SealOptions,
  Sealer,
} from "./seal/sealer.js";
