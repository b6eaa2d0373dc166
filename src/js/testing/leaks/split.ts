import { reversed } from "./letters.js";

/** A value that is looked for in pieces has so many letters and digits at least. */
const SPLITTABLE = 12;
const PIECE = 4;
/** How likely it may be that pieces which are found are there by chance. */
const CHANCE = 1e-5;

/** How often a text of these has pieces by chance: 0.01 is once in a hundred texts. */
type Chance = (piece: string) => number;

/**
 * The pieces of a value in a text, of which `letters` are the letters, if they are all of it and are
 * not there by chance: a long text of numbers has every four digits somewhere in it.
 */
export function split(
  wanted: string,
  letters: string,
  texts: readonly string[],
  most: number,
): string[] | undefined {
  if (wanted.length < SPLITTABLE) return undefined;
  const has = (piece: string) => letters.includes(piece);
  for (const value of [wanted, reversed(wanted)]) {
    if (!has(value.slice(0, PIECE)) || !has(value.slice(-PIECE))) continue;
    const ways = [pieces(value, has, most), halves(value, has)].filter((way) => way !== undefined);
    const found = sure(ways, value, anywhere(letters)) ?? inWords(value, texts, most);
    if (found) return found;
  }
  return undefined;
}

function sure(found: readonly string[][], wanted: string, chance: Chance): string[] | undefined {
  return found.find((way) => {
    const each = way.map((piece) => Math.min(1, chance(piece)));
    return each.reduce((all, one) => all * one, cuts(wanted.length, way.length)) <= CHANCE;
  });
}

/** In how many ways a value of so many letters is cut into so many pieces. */
function cuts(length: number, count: number): number {
  let ways = 1;
  for (let cut = 1; cut < count; cut++) ways *= (length - cut) / cut;
  return ways;
}

/** Each place of the text may be where the piece begins. */
function anywhere(letters: string): Chance {
  const digits = letters.replace(/\D+/g, "").length;
  return (piece) => (isDigits(piece) ? digits : letters.length) / written(piece);
}

/** In whole words, the groups of a card number: there are fewer of them than of places. */
function inWords(wanted: string, texts: readonly string[], most: number): string[] | undefined {
  const words = new Set<string>();
  for (const text of texts) {
    for (const [word] of text.matchAll(/[\p{L}\p{N}]{4,}/gu)) words.add(word.toLowerCase());
  }
  const found = pieces(wanted, (piece) => words.has(piece), most);
  const alike = (piece: string) =>
    [...words].filter((word) => word.length === piece.length && isDigits(word) === isDigits(piece));
  return found && sure([found], wanted, (piece) => alike(piece).length / written(piece));
}

/** How many texts of its length there are: of digits, or of letters, of which the rare are few. */
function written(piece: string): number {
  return (isDigits(piece) ? 10 : 20) ** piece.length;
}

function isDigits(text: string): boolean {
  return /^\d+$/.test(text);
}

type Has = (piece: string) => boolean;

/**
 * Two pieces. The letter between them may be cut: base64 and hex write it half here, half there. The
 * zeros that the second begins with may be missing: a number has none.
 */
function halves(wanted: string, has: Has): string[] | undefined {
  let end = PIECE;
  while (has(wanted.slice(0, end + 1)) && end < wanted.length - PIECE) end++;
  const rest = wanted.slice(end);
  const second = [rest, rest.slice(1), rest.replace(/^0+/, "")].find((piece) => piece.length >= PIECE && has(piece));
  return has(wanted.slice(0, end)) && second !== undefined ? [wanted.slice(0, end), second] : undefined;
}

/** The longest pieces of a value that are there, if they are all of it. */
function pieces(wanted: string, has: Has, most: number): string[] | undefined {
  const found: string[] = [];
  for (let at = 0; at < wanted.length; ) {
    let end = wanted.length;
    while (end - at >= PIECE && !has(wanted.slice(at, end))) end--;
    if (found.length === most || end - at < PIECE) return undefined;
    found.push(wanted.slice(at, end));
    at = end;
  }
  return found.length > 1 ? found : undefined;
}
