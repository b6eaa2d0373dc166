import { Agreement } from "./agreement.js";
import { encode } from "./base64url.js";
import { fieldError, WaxsealError } from "./error.js";
import { fieldOf, type Manifest } from "./manifest.js";
import { loadModule } from "./module.js";
import { groupsOf } from "./read-manifest.js";
import { recipient } from "./recipient.js";
import { checkedValue, formFields, notInPolicy, nothingGiven, unknownField } from "./rules.js";
import { utf8 } from "./utf8.js";
import { wellFormed } from "./well-formed.js";

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
      if (!this.#agreements.has(kid)) this.#agreements.set(kid, new Agreement(x));
    }
  }

  /** The agreement with this key, or a new one. */
  take(kid: string, x: string): Agreement {
    const ready = this.#agreements.get(kid);
    this.#agreements.delete(kid);
    return ready ?? new Agreement(x);
  }

  /** Forgets every agreement. */
  wipe(): void {
    this.#agreements.forEach((agreement) => agreement.wipe());
    this.#agreements.clear();
  }
}

/** One JWE (RFC 7516) for each role that has a value, joined by `~`. */
export function sealOrder(manifest: Manifest, draft: Draft, keys: PreparedKeys, now: number): string {
  const byRole = fieldsByRole(manifest, draft);
  const seed = crypto.getRandomValues(new Uint8Array(16));
  // Prototype.js 1.6 has every array write itself to JSON as a text.
  const parts = Object.assign([...byRole.keys()].sort(), { toJSON: undefined });
  const order = parts.map((role) => {
    const { kid, x } = recipient(manifest, role, draft.group, now);
    const agreement = keys.take(kid, x);
    const header = {
      alg: "ECDH-ES",
      enc: "A256GCM",
      typ: "vnd.waxseal.order.v1",
      cty: "json",
      kid,
      epk: { crv: "X25519", kty: "OKP", x: encode(agreement.epk) },
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

function jwe(agreement: Agreement, header: object, content: Uint8Array): string {
  const protectedHeader = encode(utf8(JSON.stringify(header)));
  const parts = agreement.encrypt(protectedHeader, content);
  return [protectedHeader, "", ...parts.map(encode)].join(".");
}

/** The fields and the order's seed, padded with spaces to hide how long they are. */
function plaintext(fields: readonly (readonly [string, string])[], seed: Uint8Array): Uint8Array {
  const json = utf8(JSON.stringify({ ...Object.fromEntries(fields), _: encode(seed) }));
  const padded = new Uint8Array(Math.ceil(json.length / BLOCK) * BLOCK).fill(32);
  padded.set(json);
  json.fill(0);
  return padded;
}

/** What has a value, in its canonical form and in the manifest's order. */
function fieldsByRole(manifest: Manifest, draft: Draft): Map<string, [string, string][]> {
  checkReference(draft.ref);
  checkGroup(manifest, draft.group);
  const allowed = formFields(manifest, draft.form);
  for (const name of draft.fields.keys()) {
    if (!allowed.includes(name)) throw unknownField(name);
  }
  const byRole = new Map<string, [string, string][]>();
  for (const [name, { role }] of Object.entries(manifest.fields)) {
    if (!allowed.includes(name)) continue;
    const value = checkedValue(manifest, name, draft.fields.get(name) ?? "");
    if (value !== "") byRole.set(role, [...(byRole.get(role) ?? []), [name, value]]);
  }
  if (byRole.size === 0) throw nothingGiven();
  return byRole;
}

function checkGroup(manifest: Manifest, group: string | undefined): void {
  const groups = groupsOf(manifest);
  if (group === undefined ? groups.length === 0 : groups.includes(group)) return;
  throw notInPolicy("group");
}

function checkReference(ref: string | undefined): void {
  if (ref === undefined) return;
  const bytes = utf8(wellFormed(ref, "ref")).length;
  if (bytes > 0 && bytes <= MAX_REFERENCE && !/\p{Cc}/u.test(ref)) return;
  throw fieldError("invalid-field", "ref", "is not 1 to 128 bytes of text");
}
