import { encode } from "../base64url.js";
import { fieldError, WaxsealError } from "../error.js";
import { conflict, type OrderHeader, type OrderPart, parseOrder } from "../inspect/order.js";
import { parseJson } from "../json.js";
import type { Manifest } from "../manifest.js";
import { isObject } from "../shape.js";
import { bytesOf, decrypt, type PrivateJwk, sha256, tampered } from "./jose.js";

/** A role's private key, with the record of whose it is. */
export interface RoleKey {
  readonly kid: string;
  readonly role: string;
  readonly grp?: string;
  readonly jwk: PrivateJwk;
}

/** What a reader of orders holds and knows. */
export interface Desk {
  readonly identities: readonly string[];
  /** Each one published, the oldest first. */
  readonly manifests: readonly Manifest[];
  readonly keys: readonly RoleKey[];
}

/** An opened order. */
export interface OpenedOrder {
  readonly fields: Readonly<Record<string, string>>;
  /** What all parts say alike, authenticated. */
  readonly header: OrderHeader;
  readonly parts: readonly OpenedPart[];
}

/** One role's part of it. */
export interface OpenedPart {
  readonly role: string;
  /** The thumbprint of the key that it was sealed to. */
  readonly kid: string;
  /** The names of its fields; undefined, if there is no key here for it. */
  readonly fields: readonly string[] | undefined;
}

/** Opens an order by the rules of `waxseal open`, and throws its codes. */
export function openOrder(line: string, desk: Desk): OpenedOrder {
  const { header, parts } = parseOrder(line.trim());
  if (!desk.identities.includes(header.to)) throw conflict("addressed to another merchant's identity");
  const manifest = manifestOf(header, desk);
  const contents = parts.map((part) => openPart(part, header, manifest, desk));
  if (contents.every((content) => content === undefined)) {
    throw new WaxsealError("unknown-key", "no key here opens any of its parts");
  }
  const byField = contents.flatMap((content) => content ?? []);
  const names = Object.keys(manifest.fields);
  byField.sort(([a], [b]) => names.indexOf(a) - names.indexOf(b));
  const opened = parts.map(({ role, kid }, index) => {
    return { role, kid, fields: contents[index]?.map(([name]) => name) };
  });
  return { fields: Object.fromEntries(byField), header, parts: opened };
}

function manifestOf({ ver }: OrderHeader, { manifests }: Desk): Manifest {
  const manifest = manifests.find(({ version }) => version === ver) ?? manifests.at(-1);
  if (manifest) return manifest;
  throw new WaxsealError("not-ready", "no manifest was published yet");
}

function openPart(
  part: OrderPart,
  header: OrderHeader,
  manifest: Manifest,
  { keys }: Desk,
): [string, string][] | undefined {
  const key = keys.find(({ kid }) => kid === part.kid);
  if (!key) return undefined;
  if (key.role !== part.role || key.grp !== header.grp) {
    throw conflict("a part names another role or group than its key");
  }
  const { _: seed, ...fields } = contentOf(decrypt(part, key.jwk));
  checkSeed(seed, header.jti);
  return Object.entries(fields).map(([name, value]) => {
    if (manifest.fields[name]?.role !== part.role) {
      throw new WaxsealError("unknown-field", "a part holds a field that is not its role's");
    }
    if (typeof value === "string") return [name, value];
    throw fieldError("malformed", name, "a value that is not a string");
  });
}

function contentOf(plaintext: Uint8Array): Record<string, unknown> {
  const content = parseJson(plaintext);
  if (isObject(content)) return Object(content);
  throw new WaxsealError("malformed", "a part whose content is not a JSON object");
}

/** So nobody who saw the headers can put a part of their own beside a real one. */
function checkSeed(text: unknown, jti: string): void {
  const seed = bytesOf(text, 16);
  if (!seed || encode(sha256(seed).subarray(0, 16)) !== jti) throw tampered();
}
