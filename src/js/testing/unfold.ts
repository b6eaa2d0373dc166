import * as zlib from "node:zlib";

/** Something that left the page, as text, with the encodings that were taken off it. */
export interface Unfolded {
  readonly text: string;
  /** The encodings, the outermost first. */
  readonly path: readonly string[];
}

/** What it finds is read together: a text of a thousand words has not a thousand texts in it. */
type Runs = readonly Uint8Array[];
type Decoder = (text: string) => readonly (string | Runs)[];

/** How many encodings may lie one in another. */
const DEPTH = 4;
/** What is unfolded of one item, in characters: a body made to be decoded for ever has an end. */
const LIMIT = 1 << 26;
const INFLATED = 1 << 24;

const DECODERS: Readonly<Record<string, Decoder>> = { percent, escapes, html, base64, hex, codes };

/** A text or bytes, and all that can be decoded from it. */
export function unfold(data: string | Uint8Array): readonly Unfolded[] {
  const found = typeof data === "string" ? [{ text: data, path: [] }] : readings([data], []);
  const seen = new Set(found.map(({ text }) => text));
  let size = 0;
  for (const { text, path } of found) {
    if (path.length >= DEPTH || (size += text.length) > LIMIT) continue;
    for (const next of decoded(text, path)) {
      if (next.text.length < 4 || seen.has(next.text)) continue;
      seen.add(next.text);
      found.push(next);
    }
  }
  return found;
}

function decoded(text: string, path: readonly string[]): Unfolded[] {
  return Object.entries(DECODERS).flatMap(([name, decode]) =>
    decode(text).flatMap((data) => {
      const longer = [...path, name];
      return typeof data === "string" ? [{ text: data, path: longer }] : readings(data, longer);
    }),
  );
}

/** Bytes as text in each way that they may be meant, and what was compressed to them. */
function readings(runs: Runs, path: readonly string[]): Unfolded[] {
  const texts = ["utf-8", "latin1", "utf-16le", "utf-16be"].map((encoding) => ({
    text: runs.map((bytes) => new TextDecoder(encoding).decode(bytes)).join("\n"),
    path: encoding.startsWith("utf-16") ? [...path, "UTF-16"] : path,
  }));
  const inner = path.length >= DEPTH ? [] : runs.flatMap(inflations);
  return [...texts, ...inner.flatMap(([name, bytes]) => readings([bytes], [...path, name]))];
}

/** Shorter bytes are no compressed value, and are tried by the thousand. */
const COMPRESSED = 24;

function inflations(bytes: Uint8Array): [string, Uint8Array][] {
  if (bytes.length < COMPRESSED) return [];
  const [first = 0, second = 0] = bytes;
  const isGzip = first === 0x1f && second === 0x8b;
  const isZlib = first % 16 === 8 && ((first << 8) | second) % 31 === 0;
  const methods = isGzip || isZlib ? [zlib.unzipSync] : [zlib.inflateRawSync, zlib.brotliDecompressSync];
  const names = isGzip ? ["gzip"] : isZlib ? ["deflate"] : ["deflate", "brotli"];
  return methods.flatMap((inflate, index): [string, Uint8Array][] => {
    try {
      return [[names[index] ?? "", inflate(bytes, { maxOutputLength: INFLATED })]];
    } catch {
      return [];
    }
  });
}

function percent(text: string): readonly string[] {
  if (!/%[0-9a-f]{2}/i.test(text)) return [];
  return [text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => utf8(fromHex(run.replaceAll("%", ""))))];
}

/** Those of JSON and JavaScript. */
function escapes(text: string): readonly string[] {
  if (!text.includes("\\")) return [];
  const character = (_: string, long?: string, unit?: string, byte?: string, other = "") => {
    const hex = long ?? unit ?? byte;
    if (hex === undefined) return /[nrtbf]/.test(other) ? " " : other;
    return String.fromCodePoint(Math.min(parseInt(hex, 16), 0x10ffff));
  };
  const escape = /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([^]))/gi;
  return [text.replace(escape, character)];
}

function html(text: string): readonly string[] {
  if (!/&[#\w]+;/.test(text)) return [];
  const character = (_: string, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
    // Names are of punctuation, which is not looked at anyway.
    return code <= 0x10ffff ? String.fromCodePoint(code) : " ";
  };
  return [text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|\w+);/gi, character)];
}

/** A value may begin at any place of base64's groups of four. */
function base64(text: string): readonly Runs[] {
  const lines = text.replace(/\s+/g, (blank) => (blank.includes("\n") ? "" : " "));
  const runs = distinct(lines.match(/[\w+/-]{8,}/g));
  return [0, 1, 2, 3].map((skipped) => runs.map((run) => fromBase64(run.slice(skipped))));
}

function fromBase64(run: string): Uint8Array {
  const whole = run.length % 4 === 1 ? run.slice(0, -1) : run;
  return latin1(atob(whole.replaceAll("-", "+").replaceAll("_", "/")));
}

function hex(text: string): readonly Runs[] {
  const runs = distinct(text.match(/(?:[0-9a-f]{2}[\s:-]?){5,}[0-9a-f]?/gi));
  const digits = runs.map((run) => run.replace(/[^0-9a-f]/gi, ""));
  return [0, 1].map((skipped) => digits.map((run) => fromHex(run.slice(skipped))));
}

/** Lists of character codes: `65,66,67`. */
function codes(text: string): readonly Runs[] {
  const runs = distinct(text.match(/\d{1,3}(?:\s*,\s*\d{1,3}){4,}/g));
  return [runs.map((run) => Uint8Array.from(run.split(","), Number))];
}

function distinct(runs: readonly string[] | null): string[] {
  return [...new Set(runs)];
}

function fromHex(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length >> 1);
  for (let at = 0; at < bytes.length; at++) bytes[at] = parseInt(digits.slice(at * 2, at * 2 + 2), 16);
  return bytes;
}

function latin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
