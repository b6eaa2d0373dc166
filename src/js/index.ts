/** Seals a checkout form in the shopper's browser to the merchant's own key. */
export { type Code, CODES } from "./codes.js";
export { WaxsealError } from "./error.js";
export type { ExpiringDetail, InvalidDetail, ReadyDetail, SealedDetail } from "./events.js";
export type { Contact, Field, Kind, Manifest, RecipientKey } from "./manifest.js";
export type { Messages } from "./messages.js";
export { type Current, protect, type ProtectOptions, type SealerSource } from "./protect.js";
export {
  type Fields,
  type LoadOptions,
  type SealFormOptions,
  type SealOptions,
  Sealer,
} from "./sealer.js";
