import { decode } from "./base64url.js";
import { WaxsealError } from "./error.js";
import { thumbprint } from "./jws.js";
import { KINDS, type Manifest } from "./manifest.js";
import { loadModule } from "./module.js";
import { recipient } from "./recipient.js";

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isFlag: Check = (value) => typeof value === "boolean";
const isInteger: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isObject: Check = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isList: Check = (value) => Array.isArray(value) && value.every(isObject);
const isObjects: Check = (value) => isObject(value) && Object.values(Object(value)).every(isObject);
const optional = (check: Check): Check => (value) => value === undefined || check(value);
const oneOf = (...known: readonly unknown[]): Check => (value) => known.includes(value);

const MANIFEST = {
  merchant: isText,
  env: isText,
  origins: isTexts,
  iat: isInteger,
  exp: isInteger,
  version: isInteger,
  keys: isList,
  revoked: isTexts,
  fields: isObjects,
  forms: isObjects,
  pass: isTexts,
  contact: optional(isObject),
  privacy: optional(isText),
};
const KEY = {
  kty: isText,
  crv: isText,
  x: isText,
  kid: isText,
  alg: isText,
  use: isText,
  role: isText,
  grp: optional(isText),
  nbf: isInteger,
  exp: isInteger,
};
const FIELD = {
  role: isText,
  kind: isText,
  purpose: isText,
  required: optional(isFlag),
  keep: optional(isText),
  archive: optional(isText),
  "also-pass": optional(isFlag),
  mask: optional(isFlag),
};
const FORM = { fields: isTexts };
const CONTACT = {
  post: optional(isText),
  tel: optional(isText),
  email: optional(isText),
  url: optional(isText),
};

/** Values other than these are of a later version. */
const KNOWN_KEY = {
  kty: oneOf("OKP"),
  crv: oneOf("X25519"),
  alg: oneOf("ECDH-ES"),
  use: oneOf("enc"),
};
const KNOWN_FIELD = {
  kind: oneOf(...KINDS),
  keep: (value: unknown) => value === undefined || /^\d+d$/.test(String(value)),
  archive: oneOf(undefined, "mask", "drop", "keep"),
};

/** A payload whose signature was checked, as a manifest. Unknown members are ignored. */
export function readManifest(payload: unknown): Manifest {
  shape(payload, MANIFEST);
  const manifest = payload as Manifest;
  known(manifest, { env: oneOf("live", "test") });
  shape(manifest.contact ?? {}, CONTACT);
  Object.values(manifest.forms).forEach((form) => shape(form, FORM));
  for (const field of Object.values(manifest.fields)) {
    shape(field, FIELD);
    known(field, KNOWN_FIELD);
  }
  for (const key of manifest.keys) {
    shape(key, KEY);
    known(key, KNOWN_KEY);
  }
  checkKeys(manifest);
  return manifest;
}

function shape(value: unknown, members: Readonly<Record<string, Check>>): void {
  if (!isObject(value)) throw new WaxsealError("malformed", "the manifest is not an object");
  require(value, members, (name) => {
    return new WaxsealError("malformed", `${name}: is missing or of another type`);
  });
}

function known(value: unknown, members: Readonly<Record<string, Check>>): void {
  require(value, members, (name) => {
    return new WaxsealError("unsupported", `${name}: has a value that is not known here`);
  });
}

function require(
  value: unknown,
  members: Readonly<Record<string, Check>>,
  refuse: (name: string) => WaxsealError,
): void {
  const own = new Map(Object.entries(Object(value)));
  for (const [name, check] of Object.entries(members)) {
    if (!check(own.get(name))) throw refuse(name);
  }
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
