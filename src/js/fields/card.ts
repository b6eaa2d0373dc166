import cardValidator from "card-validator";

/** Where a number is divided whose brand is not known. */
const GAPS = [4, 8, 12, 16];

/** A card number in the groups of its brand; as it is, if it holds anything but a number. */
export function spaced(value: string): string {
  const digits = digitsOf(value);
  if (digits === undefined) return value;
  const gaps = cardOf(digits)?.gaps ?? GAPS;
  const starts = [0, ...gaps.filter((gap) => gap < digits.length)];
  return starts.map((start, index) => digits.slice(start, starts[index + 1])).join(" ");
}

/** The brand's name, once the number can be no other's. */
export function brandOf(value: string): string {
  const digits = digitsOf(value);
  return (digits && cardOf(digits)?.niceType) || "";
}

/** Whether the brand has no longer numbers. */
export function isComplete(value: string): boolean {
  const digits = digitsOf(value) ?? "";
  const lengths = cardOf(digits)?.lengths ?? [Infinity];
  return digits.length >= Math.max(...lengths);
}

function cardOf(digits: string) {
  return cardValidator.number(digits).card;
}

/** What an input method wrote full-width, in ASCII; undefined if there are other characters. */
export function digitsOf(value: string): string | undefined {
  const narrow = value.replace(/[０-９]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  const digits = narrow.replace(/[\s\-\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, "");
  return /^[0-9]*$/.test(digits) ? digits : undefined;
}
