import { decode, encode } from "../base64url.js";
import { fieldError, WaxsealError } from "../error.js";
import type { Manifest, RecipientKey } from "../manifest.js";
import { allowsOrigin, CLOCK_TOLERANCE, isValid } from "../recipient.js";
import { formFields } from "../rules.js";
import { fromUtf8 } from "../utf8.js";
import { conflict, type OrderHeader, type OrderPart } from "./order.js";

const DAY = 86_400;
/** The desk finds an order among other text by these: how its header begins, and what it holds. */
const START = "eyJ";
const TYP = "vnd.waxseal.order.v1";

/** The X25519 keys of low order, as canonical ones are written: 0, 1, two of order 8, and p - 1. */
const LOW_ORDER = [
  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  "4Ot6fDtBuK4WVuP68Z_EatoJjeucMrH9hmIFFl9JuAA",
  "X5yVvKNQjCSx0LFVnIPvWwREXMRYHI6G2CJO3dCfEVc",
  "7P_______________________________________38",
];

/** The desk would pass over an order that it does not find. */
export function checkFound([first]: readonly OrderPart[]): void {
  const text = first?.protectedHeader ?? "";
  if (text.startsWith(START) && fromUtf8(decode(text)).includes(TYP)) return;
  throw new WaxsealError("malformed", "written so that the desk would not find it");
}

/** Neither older than it may be, nor from further ahead than a wrong clock explains. */
export function checkAge({ iat }: OrderHeader, now: number, maxAge = DAY): void {
  if (!(iat >= now - maxAge)) throw new WaxsealError("expired", "sealed too long ago");
  if (iat <= now + CLOCK_TOLERANCE) return;
  throw new WaxsealError("not-yet-valid", "sealed further ahead than a wrong clock explains");
}

/** Each part is sealed to a key of its role and group, which may still be used. */
export function checkKeys(
  { grp }: OrderHeader,
  parts: readonly OrderPart[],
  manifests: readonly Manifest[],
  now: number,
): void {
  const keys = manifests.flatMap((manifest) => manifest.keys);
  const { revoked } = newest(manifests);
  for (const { kid, role } of parts) {
    if (revoked.includes(kid)) throw new WaxsealError("policy", "sealed to a key that was revoked");
    checkKey(keys.find((key) => key.kid === kid), role, grp, now);
  }
}

function checkKey(
  key: RecipientKey | undefined,
  role: string,
  grp: string | undefined,
  now: number,
): void {
  if (!key) throw new WaxsealError("unknown-key", "sealed to a key that no manifest here has");
  if (key.role !== role || key.grp !== grp) {
    throw conflict("a part names another role or group than its key");
  }
  if (!isValid(key.nbf, key.exp, now)) throw new WaxsealError("expired", "sealed to a key that has ended");
}

/** Whoever agrees with a key of low order gets the same secret as everyone else. No order is empty. */
export function checkSealed(parts: readonly OrderPart[]): void {
  for (const { epk, ciphertext } of parts) {
    if (LOW_ORDER.includes(encode(epk))) throw new WaxsealError("tampered", "epk: is a key of low order");
    if (ciphertext.length === 0) throw new WaxsealError("malformed", "nothing is sealed");
  }
}

/** What the manifest allows that it was sealed with; if that is not at hand, the newest one. */
export function checkPolicy(header: OrderHeader, manifests: readonly Manifest[]): void {
  const own = manifests.find(({ version }) => version === header.ver);
  if (!allowsOrigin(own ?? newest(manifests), header.origin)) {
    throw new WaxsealError("wrong-origin", "sealed on a page that the manifest does not name");
  }
  if (own) checkRequired(header, own);
}

/** A required field is in no part if its role has none. */
function checkRequired({ parts, form }: OrderHeader, manifest: Manifest): void {
  for (const name of formFields(manifest, form)) {
    const field = manifest.fields[name];
    if (field?.required && !parts.includes(field.role)) {
      throw fieldError("missing-field", name, "is required, and its role has no part");
    }
  }
}

function newest(manifests: readonly Manifest[]): Manifest {
  return manifests.reduce((best, other) => (other.version > best.version ? other : best));
}
