import { decode } from "./base64url.js";
import { WaxsealError } from "./error.js";
import { thumbprint } from "./jws.js";
import type { Manifest } from "./manifest.js";
import { loadModule } from "./module.js";
import { recipient } from "./recipient.js";

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isObject: Check = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const all = (values: unknown, check: Check) => Array.isArray(values) && values.every(check);

const TYPES: Readonly<Record<string, Check>> = {
  text: isText,
  texts: (value) => all(value, isText),
  flag: (value) => typeof value === "boolean",
  integer: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  object: isObject,
  objects: (value) => all(value, isObject),
  members: (value) => isObject(value) && all(Object.values(Object(value)), isObject),
};

/** Members and their types; those with a question mark may be absent. */
const MANIFEST =
  "merchant:text env:text origins:texts iat:integer exp:integer version:integer keys:objects " +
  "revoked:texts fields:members forms:members pass:texts contact?:object privacy?:text";
const KEY =
  "kty:text crv:text x:text kid:text alg:text use:text role:text grp?:text nbf:integer exp:integer";
const FIELD =
  "role:text kind:text purpose:text required?:flag keep?:text archive?:text also-pass?:flag mask?:flag";
const FORM = "fields:texts";
/** Every {@link Kind}. */
const KINDS = /^(text|name|email|tel|postal-code|card|expiry|national-id)$/;
const CONTACT = "post?:text tel?:text email?:text url?:text";

/** A payload whose signature was checked, as a manifest. Unknown members are ignored. */
export function readManifest(payload: unknown): Manifest {
  shape(payload, MANIFEST);
  const manifest = payload as Manifest;
  known("env", /^(live|test)$/, manifest.env);
  shape(manifest.contact ?? {}, CONTACT);
  Object.values(manifest.forms).forEach((form) => shape(form, FORM));
  for (const field of Object.values(manifest.fields)) {
    shape(field, FIELD);
    known("kind", KINDS, field.kind);
    known("keep", /^\d+d$/, field.keep ?? "0d");
    known("archive", /^(mask|drop|keep)$/, field.archive ?? "drop");
  }
  for (const key of manifest.keys) {
    shape(key, KEY);
    const { kty, crv, alg, use } = key;
    known("keys", /^OKP X25519 ECDH-ES enc$/, [kty, crv, alg, use].join(" "));
  }
  checkKeys(manifest);
  return manifest;
}

function shape(value: unknown, members: string): void {
  const own = new Map(Object.entries(Object(value)));
  for (const member of members.split(" ")) {
    const [, name = "", mark, type = ""] = /^([a-z-]+)(\??):(.+)$/.exec(member) ?? [];
    if (mark && !own.has(name)) continue;
    if (TYPES[type]?.(own.get(name))) continue;
    throw new WaxsealError("malformed", `${name}: is missing or of another type`);
  }
}

/** Other values are of a later version. */
function known(name: string, values: RegExp, value: string): void {
  if (!values.test(value)) throw new WaxsealError("unsupported", `${name}: has a value not known here`);
}

/** The rules that hold whatever the time and the page. */
function checkKeys(manifest: Manifest): void {
  const kids = new Set<string>();
  for (const { x, kid } of manifest.keys) {
    const key = decode(x, 32);
    if (kid !== thumbprint("X25519", x)) throw contradiction(kid, "is not the key's thumbprint");
    // Throws for a key of low order, or not below p.
    loadModule().agree(key).free();
    if (kids.has(kid)) throw contradiction(kid, "appears twice");
    if (manifest.revoked.includes(kid)) throw contradiction(kid, "is also revoked");
    kids.add(kid);
  }
  const groups = groupsOf(manifest);
  for (const { role } of Object.values(manifest.fields)) {
    for (const group of groups.length > 0 ? groups : [undefined]) {
      recipient(manifest, role, group, manifest.iat);
    }
  }
}

function contradiction(kid: string, reason: string): WaxsealError {
  return new WaxsealError("policy", `${kid}: ${reason}`);
}

/** The groups that orders are sealed for. */
export function groupsOf({ keys }: Manifest): string[] {
  return [...new Set(keys.map(({ grp }) => grp).filter((grp) => grp !== undefined))];
}
