import { randomInt } from "node:crypto";
import type { Kind } from "../../core/manifest.js";

const LETTERS = "bcdfghjkmnpqrstvwxz";
const DIGITS = "0123456789";

/** A value of this kind that nothing else on a page has, and that every check lets through. */
export const CANARIES: { readonly [K in Kind]: () => string } = {
  text: () => `${word(9)} ${word(7)}`,
  name: () => `${capital(word(8))} ${capital(word(9))}`,
  email: () => `${word(10)}@${word(8)}.example`,
  tel: () => `+44 7${random(DIGITS, 3)} ${random(DIGITS, 6)}`,
  "postal-code": () => `${word(3)} ${random(DIGITS, 2)}${word(3)}`.toUpperCase(),
  card,
  expiry: () => `${1 + randomInt(9)}/39`.padStart(5, "0"),
  "national-id": () => word(4).toUpperCase() + random(DIGITS, 8),
};

/** The parts of dates that a form may ask for one by one, by their autofill tokens. */
export const DATE_PARTS: Readonly<Record<string, string>> = {
  "cc-exp-month": "09",
  "cc-exp-year": "2039",
  "bday-day": "27",
  "bday-month": "11",
  "bday-year": "1971",
};

/** A number whose check digit is right. */
function card(): string {
  const digits = `4${random(DIGITS, 14)}`;
  const last = [...DIGITS].find((digit) => luhn(digits + digit));
  return `${digits}${last}`.replace(/(....)(?=.)/g, "$1 ");
}

function luhn(digits: string): boolean {
  const weigh = (digit: number, place: number) => (place % 2 === 0 ? digit : (digit * 2) % 9 || digit);
  return [...digits].reverse().map(Number).map(weigh).reduce((sum, weight) => sum + weight) % 10 === 0;
}

function word(length: number): string {
  return random(LETTERS, length);
}

function random(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
