import { lettersOf, reversed } from "./letters.js";
import { split } from "./split.js";
import { type Unfolded, unfold } from "./unfold.js";

/** Something that the page gave away. */
export interface Item {
  /** What it was: `POST https://shop.example/orders body`. */
  readonly where: string;
  readonly data: string | Uint8Array;
}

/** A value that was found where it should not be. */
export interface Leak {
  readonly field: string;
  readonly where: string;
  /** How it was written: `plain`, `percent > base64`, `reversed`, `split`, … */
  readonly how: string;
}

/** Values by field: what is looked for. */
export type Values = Readonly<Record<string, string>>;

/** A value with fewer letters and digits occurs by chance unless it stands alone. */
const SHORT = 7;

interface Reading extends Unfolded {
  readonly letters: string;
}

interface Readings {
  readonly readings: readonly Reading[];
  /** All of it in letters and digits, each reading on a line of its own. */
  readonly letters: string;
}

interface Read extends Readings {
  readonly where: string;
}

/**
 * Every field whose value is in one of the items, however it is written there: in clear, in any
 * case, without its separators, reversed, in UTF-16, percent-encoded, in base64, hex or character
 * codes, with the escapes of JSON or HTML, compressed, any four of these one in another, or in
 * pieces.
 */
export function search(values: Values, items: readonly Item[]): Leak[] {
  // What a page keeps is swept up more than once.
  const known = new Map<Item["data"], Readings>();
  const read = items.map(({ where, data }): Read => {
    const readings = known.get(data) ?? readingsOf(data);
    known.set(data, readings);
    return { where, ...readings };
  });
  return Object.entries(values).flatMap(([field, value]) => {
    const [found = []] = formsOf(value).map((form) => searchFor(form, read)).filter(({ length }) => length > 0);
    return found.map((leak) => ({ field, ...leak }));
  });
}

function readingsOf(data: Item["data"]): Readings {
  const readings = unfold(data).map(({ text, path }) => ({ text, path, letters: lettersOf(text) }));
  return { readings, letters: readings.map(({ letters }) => letters).join("\n") };
}

function searchFor(value: string, read: readonly Read[]): Found[] {
  const each = read.flatMap((item) => find(value, item) ?? splitWithin(value, item) ?? []);
  return each.length > 0 ? each : splitOver(value, read);
}

/** A telephone number also without its country's code: pages write it for the country. */
function formsOf(value: string): string[] {
  const national = /^\+\d{1,3} (.+)$/.exec(value)?.[1];
  return national === undefined ? [value] : [value, national];
}

/** Finds values in a text or in bytes of any origin: a log, a row of a database, a request. */
export function findLeaks(values: Values, data: string | Uint8Array, where = "here"): Leak[] {
  return search(values, [{ where, data }]);
}

type Found = Omit<Leak, "field">;

function find(value: string, { where, readings, letters }: Read): Found | undefined {
  const wanted = lettersOf(value);
  if (wanted.length >= SHORT && !letters.includes(wanted) && !letters.includes(reversed(wanted))) {
    return undefined;
  }
  for (const reading of readings) {
    const how = wanted.length < SHORT ? alone(value, reading.text) : written(value, wanted, reading);
    if (how !== undefined) return { where, how: [...reading.path, how].join(" > ").replace(/ > plain$/, "") };
  }
  return undefined;
}

function written(value: string, wanted: string, { text, letters }: Reading): string | undefined {
  if (text.includes(value)) return "plain";
  if (letters.includes(wanted)) {
    return text.toLowerCase().includes(value.toLowerCase()) ? "other case" : "other separators";
  }
  return letters.includes(reversed(wanted)) ? "reversed" : undefined;
}

function alone(value: string, text: string): string | undefined {
  let at = value.trim() === "" ? -1 : text.indexOf(value);
  for (; at >= 0; at = text.indexOf(value, at + 1)) {
    const around = (text[at - 1] ?? " ") + (text[at + value.length] ?? " ");
    if (!/[\p{L}\p{N}]/u.test(around)) return "plain";
  }
  return undefined;
}

/** In up to four pieces: the groups of a card number. */
function splitWithin(value: string, { where, readings, letters }: Read): Found | undefined {
  return split(lettersOf(value), letters, readings.map(({ text }) => text), 4) && { where, how: "split" };
}

/** In up to three pieces: the more items there are, the more is there by chance. */
function splitOver(value: string, read: readonly Read[]): Found[] {
  const texts = read.flatMap(({ readings }) => readings.map(({ text }) => text));
  const found = split(lettersOf(value), read.map(({ letters }) => letters).join("\n"), texts, 3);
  if (!found) return [];
  const places = found.map((piece) => read.find(({ letters }) => letters.includes(piece))?.where);
  return [{ where: [...new Set(places)].join(" and "), how: "split" }];
}
