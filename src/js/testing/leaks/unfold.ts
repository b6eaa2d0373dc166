import * as zlib from "node:zlib";
import { DECODERS, type Runs } from "./decoders.js";
import { reversed } from "./letters.js";

/** Something that left the page, as text, with the encodings that were taken off it. */
export interface Unfolded {
  readonly text: string;
  /** The encodings, the outermost first. */
  readonly path: readonly string[];
}

/** How many encodings may lie one in another. */
const DEPTH = 4;
/** What is unfolded of one item, in characters: a body made to be decoded for ever has an end. */
const LIMIT = 1 << 26;
const INFLATED = 1 << 24;
const CHARACTERS = ["utf-8", "latin1", "utf-16le", "utf-16be"].map((name) => new TextDecoder(name));

/** A text or bytes, and all that can be decoded from it. */
export function unfold(data: string | Uint8Array): readonly Unfolded[] {
  const found = typeof data === "string" ? [{ text: data, path: [] }] : readings([data], []);
  found.push(...found.map(({ text }) => ({ text: reversed(text), path: ["reversed"] })));
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
  if (runs.length === 0) return [];
  const texts = CHARACTERS.map((decoder) => ({
    text: runs.map((bytes) => decoder.decode(bytes)).join("\n"),
    path: decoder.encoding.startsWith("utf-16") ? [...path, "UTF-16"] : path,
  }));
  const inner = path.length >= DEPTH ? [] : runs.flatMap(inflations);
  return [...texts, ...inner.flatMap(([name, bytes]) => readings([bytes], [...path, name]))];
}

/** Shorter bytes are no compressed value, and are tried by the thousand. */
const COMPRESSED = 24;

function inflations(whole: Uint8Array): [string, Uint8Array][] {
  const bytes = whole.subarray(Math.max(0, startOfGzip(whole)));
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

/** Where a gzip member begins (RFC 1952 §2.3): a form's entry has lines before it. */
function startOfGzip(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(0x1f); at >= 0; at = bytes.indexOf(0x1f, at + 1)) {
    if (bytes[at + 1] === 0x8b && bytes[at + 2] === 8) return at;
  }
  return -1;
}
