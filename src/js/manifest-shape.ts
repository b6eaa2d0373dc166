import type { Manifest } from "./manifest.js";
import { known, shape } from "./shape.js";

const MANIFEST =
  "merchant:text env:text origins:texts iat:integer exp:integer version:integer keys:objects " +
  "revoked:texts fields:members forms:members pass:texts contact:object? privacy:text?";
const KEY =
  "kty:text crv:text x:text kid:text alg:text use:text role:text grp:text? nbf:integer exp:integer";
const FIELD =
  "role:text kind:text purpose:text required:flag? keep:text? archive:text? also-pass:flag? mask:flag?";
const FORM = "fields:texts";
/** Every {@link Kind}. */
const KINDS = /^(text|name|email|tel|postal-code|card|expiry|national-id)$/;
const CONTACT = "post:text? tel:text? email:text? url:text?";

/** A payload that has the shape of a manifest. Unknown members are ignored. */
export function shapedManifest(payload: unknown): Manifest {
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
  return manifest;
}

