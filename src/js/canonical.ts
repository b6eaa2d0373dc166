import { fieldError } from "./error.js";
import type { Kind } from "./manifest.js";
import { utf8 } from "./utf8.js";

/*
 * The one form in which a value is sealed, and what is refused: the same as src/field in Rust, to
 * which tests/vectors/field.json holds both. White space is Unicode's, not that of String.trim.
 */

/** White space, and marks of direction: address books wrap a copied number in those. */
const UNSEEN = String.raw`\p{White_Space}\xAD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF`;
const BEYOND_ASCII = String.raw`[^\0-\x7F${UNSEEN}]`;
const MAILBOX = new RegExp(`^(?:[\\w.!#$%&'*+/=?^\`{|}~-]|${BEYOND_ASCII})+$`, "u");
const LABEL = new RegExp(`^(?:[a-zA-Z0-9-]|${BEYOND_ASCII})+$`, "u");

/** The most bytes that a canonical value has, where its form does not say. */
const MAX_BYTES: { readonly [K in Kind]?: number } = {
  text: 8192,
  name: 256,
  email: 254,
  "postal-code": 16,
};

/** A canonical value; undefined if it is refused. */
type Canonical = (value: string) => string | undefined;

const CANONICAL: { readonly [K in Kind]: Canonical } = {
  text: (value) => value,
  name: foldSpaces,
  email,
  tel: (value) => fitting(strip(value, /[.\-()/]/g), /^(\+?[0-9]{4,15})?$/),
  "postal-code": (value) => fitting(upper(foldSpaces(narrow(value))), /^[A-Z0-9 -]*$/),
  card,
  expiry,
  "national-id": (value) => fitting(upper(strip(value, /[-./]/g)), /^([A-Z0-9]{4,32})?$/),
};

/** Brings a value into the form of its kind. Empty means absent. */
export function canonical(field: string, kind: Kind, value: string): string {
  const trimmed = trim(value.replace(/\r\n?/g, "\n"));
  const controls = kind === "text" ? /[^\P{Cc}\n\t]/u : /\p{Cc}/u;
  const written = controls.test(trimmed) ? undefined : CANONICAL[kind](trimmed);
  if (written !== undefined && utf8(written).length <= (MAX_BYTES[kind] ?? Infinity)) return written;
  throw fieldError("invalid-field", field, `is not a valid ${kind}`);
}

function fitting(value: string, form: RegExp): string | undefined {
  return form.test(value) ? value : undefined;
}

function trim(value: string): string {
  // Not `\p{White_Space}+$`, which takes minutes for a long run of blanks amid a text.
  return /\P{White_Space}(.*\P{White_Space})?/su.exec(value)?.[0] ?? "";
}

function foldSpaces(value: string): string {
  return trim(value).replace(/\p{White_Space}+/gu, " ");
}

/** What an input method wrote full-width, and the dashes that editors make of a hyphen, in ASCII. */
function narrow(value: string): string {
  return value
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2015\u2212\u30FC]/g, "-");
}

function strip(value: string, separators: string | RegExp = ""): string {
  return narrow(value).replace(new RegExp(`[${UNSEEN}]`, "gu"), "").replace(separators, "");
}

/** ASCII letters alone: others may change their length. */
function upper(value: string): string {
  return value.replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

function email(value: string): string | undefined {
  if (value === "") return value;
  const at = value.indexOf("@");
  const [local, domain] = [value.slice(0, at), value.slice(at + 1)];
  const labels = domain.split(".");
  const isDomain = labels.length > 1 || /^localhost$/i.test(domain);
  if (at < 0 || !MAILBOX.test(local) || !isDomain || !labels.every(isLabel)) return undefined;
  return `${local}@${domain.replace(/[A-Z]/g, (letter) => letter.toLowerCase())}`;
}

function isLabel(label: string): boolean {
  return LABEL.test(label) && !/^-|-$/.test(label) && utf8(label).length <= 63;
}

function card(value: string): string | undefined {
  const number = strip(value, /-/g);
  if (number === "") return number;
  return /^[0-9]{12,19}$/.test(number) && luhn(number) ? number : undefined;
}

/** Whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B). */
function luhn(digits: string): boolean {
  // A doubled digit counts as the sum of its own digits: its remainder by nine, and nine for nine.
  const weigh = (digit: number, place: number) =>
    place % 2 === 0 ? digit : (digit * 2) % 9 || digit;
  const weights = [...digits].reverse().map(Number).map(weigh);
  return weights.reduce((sum, weight) => sum + weight) % 10 === 0;
}

/** `1/27`, `01/2027`, `0127` and `2027-01` as `MM/YY`. */
function expiry(value: string): string | undefined {
  const date = strip(value).replaceAll("-", "/");
  if (date === "") return date;
  const yearFirst = /^20([0-9]{2})\/([0-9]{2})$/.exec(date);
  const monthFirst =
    /^([0-9]{1,2})\/(?:20)?([0-9]{2})$/.exec(date) ?? /^([0-9]{2})(?:20)?([0-9]{2})$/.exec(date);
  const [month, year] = yearFirst ? [yearFirst[2], yearFirst[1]] : [monthFirst?.[1], monthFirst?.[2]];
  if (month === undefined || Number(month) < 1 || Number(month) > 12) return undefined;
  return `${month.padStart(2, "0")}/${year}`;
}
