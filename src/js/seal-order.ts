import { decode, encode } from "./base64url.js";
import { canonical } from "./canonical.js";
import { fieldError, WaxsealError } from "./error.js";
import { fieldOf, fieldsOfForm, type Manifest } from "./manifest.js";
import { type Agreement, loadModule } from "./module.js";
import { groupsOf } from "./read-manifest.js";
import { recipient } from "./recipient.js";

const BLOCK = 256;
const MAX_ORDER = 1 << 20;
const MAX_REFERENCE = 128;

/** What is sealed, and for whom. */
export interface Draft {
  readonly fields: ReadonlyMap<string, string>;
  readonly origin: string;
  readonly identity: string;
  readonly form: string | undefined;
  readonly group: string | undefined;
  readonly ref: string | undefined;
}

/** Agreements that wait for an order, at most one to a key; each is spent by the first that takes it. */
export class PreparedKeys {
  readonly #agreements = new Map<string, Agreement>();

  /** Makes ready what sealing this form for this group may need. */
  prepare(manifest: Manifest, form: string | undefined, group: string | undefined, now: number): void {
    for (const name of formFields(manifest, form)) {
      const role = fieldOf(manifest, name)?.role ?? "";
      const { kid, x } = recipient(manifest, role, group, now);
      if (!this.#agreements.has(kid)) this.#agreements.set(kid, loadModule().agree(decode(x, 32)));
    }
  }

  /** The agreement with this key, or a new one. */
  take(kid: string, x: string): Agreement {
    const ready = this.#agreements.get(kid);
    this.#agreements.delete(kid);
    return ready ?? loadModule().agree(decode(x, 32));
  }

  /** Forgets every agreement; Rust wipes its secret. */
  wipe(): void {
    this.#agreements.forEach((agreement) => agreement.free());
    this.#agreements.clear();
  }
}

/** One JWE (RFC 7516) for each role that has a value, joined by `~`. */
export function sealOrder(manifest: Manifest, draft: Draft, keys: PreparedKeys, now: number): string {
  const byRole = fieldsByRole(manifest, draft);
  const seed = crypto.getRandomValues(new Uint8Array(16));
  const parts = [...byRole.keys()].sort();
  const order = parts.map((role) => {
    const { kid, x } = recipient(manifest, role, draft.group, now);
    const agreement = keys.take(kid, x);
    const header = {
      alg: "ECDH-ES",
      enc: "A256GCM",
      typ: "vnd.waxseal.order.v1",
      cty: "json",
      kid,
      epk: { crv: "X25519", kty: "OKP", x: encode(agreement.epk()) },
      origin: draft.origin,
      to: draft.identity,
      jti: encode(loadModule().sha256(seed).subarray(0, 16)),
      iat: now,
      ver: manifest.version,
      role,
      parts,
      grp: draft.group,
      form: draft.form,
      ref: draft.ref,
    };
    return jwe(agreement, header, plaintext(byRole.get(role) ?? [], seed));
  });
  const line = order.join("~");
  if (line.length <= MAX_ORDER) return line;
  throw new WaxsealError("invalid-field", "the fields together are too long");
}

function jwe(agreement: Agreement, header: object, content: string): string {
  const protectedHeader = encode(new TextEncoder().encode(JSON.stringify(header)));
  const encrypted = agreement.encrypt(protectedHeader, content);
  const [iv, ciphertext, tag] = [encrypted.subarray(0, 12), encrypted.subarray(12, -16), encrypted.subarray(-16)];
  return [protectedHeader, "", ...[iv, ciphertext, tag].map(encode)].join(".");
}

/** The fields and the order's seed, padded with spaces to hide how long they are. */
function plaintext(fields: readonly (readonly [string, string])[], seed: Uint8Array): string {
  const json = JSON.stringify({ ...Object.fromEntries(fields), _: encode(seed) });
  const bytes = new TextEncoder().encode(json).length;
  return json + " ".repeat((BLOCK - (bytes % BLOCK)) % BLOCK);
}

/** What has a value, in its canonical form and in the manifest's order. */
function fieldsByRole(manifest: Manifest, { fields, form, group, ref }: Draft): Map<string, [string, string][]> {
  checkReference(ref);
  checkGroup(manifest, group);
  const allowed = formFields(manifest, form);
  for (const name of fields.keys()) {
    if (!allowed.includes(name)) throw fieldError("unknown-field", name, "the policy has no such field here");
  }
  const byRole = new Map<string, [string, string][]>();
  for (const name of Object.keys(manifest.fields).filter((field) => allowed.includes(field))) {
    const field = fieldOf(manifest, name);
    if (!field) continue;
    const value = canonical(name, field.kind, fields.get(name) ?? "");
    if (value !== "") byRole.set(field.role, [...(byRole.get(field.role) ?? []), [name, value]]);
    else if (field.required) throw fieldError("missing-field", name, "is required");
  }
  if (byRole.size === 0) throw new WaxsealError("missing-field", "no field has a value");
  return byRole;
}

function formFields(manifest: Manifest, form: string | undefined): readonly string[] {
  const fields = fieldsOfForm(manifest, form);
  if (fields) return fields;
  const why = form === undefined ? "the policy has forms: say which" : `the policy has no form ${form}`;
  throw new WaxsealError("policy", why);
}

function checkGroup(manifest: Manifest, group: string | undefined): void {
  const groups = groupsOf(manifest);
  if (group === undefined ? groups.length === 0 : groups.includes(group)) return;
  throw new WaxsealError("policy", "the customer's group is none of the policy's, or is missing");
}

function checkReference(ref: string | undefined): void {
  if (ref === undefined) return;
  const bytes = new TextEncoder().encode(ref).length;
  if (bytes > 0 && bytes <= MAX_REFERENCE && !/\p{Cc}/u.test(ref)) return;
  throw fieldError("invalid-field", "ref", "has 1 to 128 bytes and no control characters");
}
