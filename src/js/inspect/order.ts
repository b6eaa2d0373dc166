import { decode } from "../base64url.js";
import { isCanonical } from "../canonical-key.js";
import { WaxsealError } from "../error.js";
import { known, shape } from "../shape.js";
import { readHeader } from "./header.js";

/** The longest order, in characters. */
export const MAX_ORDER = 1 << 20;

/** What all parts of an order say alike, as it stands in their headers. */
export interface OrderHeader {
  /** The origin of the page that sealed, as it claims. */
  readonly origin: string;
  /** The thumbprint of the identity that the order is addressed to. */
  readonly to: string;
  /** The order's number. */
  readonly jti: string;
  /** When it was sealed, in seconds since 1970, as the page claims. */
  readonly iat: number;
  /** The version of the manifest that it was sealed with. */
  readonly ver: number;
  /** The roles that have a part. */
  readonly parts: readonly string[];
  /** The customer's group. */
  readonly grp?: string;
  /** The policy's form. */
  readonly form?: string;
  /** Your own reference of the order. */
  readonly ref?: string;
}

/** One role's part, taken apart. */
export interface OrderPart {
  readonly role: string;
  /** The thumbprint of the key that it is sealed to. */
  readonly kid: string;
  /** Whether it is an archive copy. */
  readonly isRedacted: boolean;
  /** The ephemeral public key. */
  readonly epk: Uint8Array;
  /** The protected header as it stands in the text: the additional authenticated data. */
  readonly protectedHeader: string;
  readonly iv: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

/** An order taken apart. Nothing of it is authenticated. */
export interface ParsedOrder {
  readonly header: OrderHeader;
  readonly parts: readonly OrderPart[];
}

const MEMBERS =
  "alg:text enc:text typ:text cty:text kid:text epk:object origin:text to:text jti:text " +
  "iat:integer ver:integer role:text parts:texts grp:text? form:text? ref:text? " +
  "rew:integer? was:texts? red:flag?";
const FORMAT = /^ECDH-ES A256GCM vnd\.waxseal\.order\.v1 json false$/;
const EXTENSIONS = ["crit", "zip", "apu", "apv", "b64"];

type Members = OrderHeader & {
  readonly [name in "alg" | "enc" | "typ" | "cty" | "kid" | "role"]: string;
} & { readonly epk: unknown; readonly was?: readonly string[]; readonly red?: boolean };

/** Takes an order apart as the desk does, and refuses what the desk refuses without a key. */
export function parseOrder(line: string): ParsedOrder {
  if (line.length > MAX_ORDER) throw malformed("longer than any order");
  const [first = "", ...others] = line.split("~");
  const { header, part } = parsePart(first);
  const parts = [part];
  for (const text of others) {
    const other = parsePart(text);
    if (!isSame(header, other.header)) throw conflict("parts of different orders");
    parts.push(other.part);
  }
  checkRoles(header.parts, parts);
  return { header, parts };
}

/** The parts stand in the order of the header's roles, and all of them are there. */
function checkRoles(roles: readonly string[], parts: readonly OrderPart[]): void {
  let from = 0;
  for (const { role } of parts) {
    from = roles.indexOf(role, from) + 1;
    if (from === 0) throw conflict("parts that the header does not name in this order");
  }
  if (parts.length === roles.length) return;
  throw new WaxsealError("incomplete", "a part that the header names is missing");
}

function parsePart(text: string): { header: OrderHeader; part: OrderPart } {
  // One more than there are: an attacker decides how many dots there are.
  const pieces = text.split(".", 6);
  if (pieces.length !== 5) throw malformed("not a JWE of five parts");
  const [protectedHeader = "", key = "", iv = "", ciphertext = "", tag = ""] = pieces;
  const members = readMembers(protectedHeader);
  if (key !== "") throw malformed("direct key agreement has no encrypted key");
  const { kid, role, red: isRedacted = false } = members;
  const part = {
    role,
    kid,
    isRedacted,
    epk: readKey(members.epk),
    protectedHeader,
    iv: decode(iv, 12),
    ciphertext: decode(ciphertext),
    tag: decode(tag, 16),
  };
  return { header: shared(members), part };
}

function readMembers(text: string): Members {
  const given = Object(readHeader(text));
  const extended = EXTENSIONS.some((name) => name in given);
  if (extended) throw new WaxsealError("unsupported", "a header member that is not used here");
  shape(given, MEMBERS);
  const members: Members = given;
  const { alg, enc, typ, cty } = members;
  known("header", FORMAT, [alg, enc, typ, cty, extended].join(" "));
  decode(members.jti, 16);
  for (const thumbprint of [members.kid, members.to, ...(members.was ?? [])]) decode(thumbprint, 32);
  if (members.red === false) throw malformed("red: is true or not there");
  if (!areRoles(members.parts)) throw malformed("parts: are not sorted and unique");
  return members;
}

function areRoles(roles: readonly string[]): boolean {
  return roles.length > 0 && roles.every((role, index) => index === 0 || (roles[index - 1] ?? "") < role);
}

function readKey(epk: unknown): Uint8Array {
  shape(epk, "kty:text crv:text x:text");
  const { kty, crv, x, ...others } = Object(epk);
  const key = decode(x, 32);
  if (kty === "OKP" && crv === "X25519" && isCanonical(key) && Object.keys(others).length === 0) {
    return key;
  }
  throw malformed("epk: is not an X25519 key");
}

/** The members that are the same in every part, always in this order. */
function shared({ origin, to, jti, iat, ver, parts, grp, form, ref }: Members): OrderHeader {
  return {
    origin,
    to,
    jti,
    iat,
    ver,
    parts,
    ...(grp !== undefined && { grp }),
    ...(form !== undefined && { form }),
    ...(ref !== undefined && { ref }),
  };
}

function isSame(header: OrderHeader, other: OrderHeader): boolean {
  return JSON.stringify(header) === JSON.stringify(other);
}

function malformed(reason: string): WaxsealError {
  return new WaxsealError("malformed", reason);
}

/** What is there contradicts itself, or what the reader knows. */
export function conflict(reason: string): WaxsealError {
  return new WaxsealError("conflict", reason);
}
