/*
 * What may have been done to a text before it left: each decoder gives what is found when that is
 * undone, and nothing if it was not done.
 */

/** What it finds is read together: a text of a thousand words has not a thousand texts in it. */
export type Runs = readonly Uint8Array[];
type Decoder = (text: string) => readonly (string | Runs)[];

/** The decoders, by what a leak that was written so is called. */
export const DECODERS: Readonly<Record<string, Decoder>> = {
  percent,
  "quoted-printable": quotedPrintable,
  escapes,
  html,
  base64,
  hex,
  codes,
  entries,
  multipart,
};

function percent(text: string): readonly string[] {
  if (!/%[0-9a-f]{2}/i.test(text)) return [];
  return [text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => textOf(fromHex(run.replaceAll("%", ""))))];
}

/** RFC 2045 §6.7: what an e-mail is written in. */
function quotedPrintable(text: string): readonly string[] {
  if (!/=[0-9A-F]{2}/.test(text)) return [];
  const lines = text.replace(/=\r?\n/g, "");
  return [lines.replace(/(?:=[0-9A-F]{2})+/g, (run) => textOf(fromHex(run.replaceAll("=", ""))))];
}

/** Those of JSON and JavaScript, and of its old `escape`. */
function escapes(text: string): readonly string[] {
  if (!/\\|%u/.test(text)) return [];
  const character = (_: string, long?: string, unit?: string, byte?: string, other = "", old?: string) => {
    const hex = long ?? unit ?? byte ?? old;
    if (hex === undefined) return /[nrtbf]/.test(other) ? " " : other;
    return String.fromCodePoint(Math.min(parseInt(hex, 16), 0x10ffff));
  };
  const escape = /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([^]))|%u([0-9a-f]{4})/gi;
  return [text.replace(escape, character)];
}

const NAMED_OR_NUMBERED =
  /&(?:#x([0-9a-f]+);?|#([0-9]+);?|(sz|[a-z])(?:lig|uml|acute|grave|circ|tilde|ring|cedil|caron);|\w+;)/gi;

function html(text: string): readonly string[] {
  if (!/&(?:#|\w+;)/.test(text)) return [];
  const character = (_: string, hex?: string, decimal?: string, letter?: string) => {
    // Accents are not looked at, nor is punctuation, of which the other names are.
    if (letter !== undefined) return letter === "sz" ? "ß" : letter;
    const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : " ";
  };
  return [text.replace(NAMED_OR_NUMBERED, character)];
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
  const bare = text.replace(/\b0x/gi, "");
  const runs = distinct(bare.match(/(?:[0-9a-f]{2}[\s:,-]?){5,}[0-9a-f]?/gi));
  const digits = runs.map((run) => run.replace(/[^0-9a-f]/gi, ""));
  return [0, 1].map((skipped) => digits.map((run) => fromHex(run.slice(skipped))));
}

/** Lists of character codes: `65,66,67`, or `{"0":65,"1":66}`, as JSON writes an array of bytes. */
function codes(text: string): readonly Runs[] {
  const plain = text.replace(/"\d+"\s*:/g, "");
  const runs = distinct(plain.match(/\d{1,3}(?:[\s,;]+\d{1,3}){4,}/g));
  return [runs.map((run) => Uint8Array.from(run.split(/[\s,;]+/), Number))];
}

/** The values of a form's entries or of a JSON text joined, without what stands between them. */
function entries(text: string): readonly string[] {
  if (!/["&;,]/.test(text)) return [];
  return [text.replace(/(?:"|(?<![\w.-]))[\w.-]*(?:\[[\w"']*\])*"?\s*[=:]/g, "").replace(/[\s"'&;,{}[\]]+/g, "")];
}

/** The values of a form's entries joined (RFC 7578), without what stands between them. */
function multipart(text: string): readonly string[] {
  if (!/^content-disposition: form-data/im.test(text)) return [];
  return [text.replace(/(?:\r\n)?--[^\r\n]+\r\n(?:[^\r\n]+\r\n)+\r\n/g, "")];
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

/** UTF-8, or Latin-1 as `escape()` and old pages write. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}
