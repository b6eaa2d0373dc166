import cardValidator from "card-validator";

/** What is typed as `MM/YY`, the slash after the second digit. As it is, if it is something else. */
export function dated(value: string, isDeleting: boolean): string {
  const alone = /^\s*(\d)\s*\/\s*(\d{0,4})$/.exec(value);
  const typed = alone ? `0${alone[1]}/${alone[2]}` : value;
  const parts = /^\s*(\d{1,2})[\s/-]*(\d{0,4})\s*$/.exec(typed);
  if (!parts) return value;
  const [, month = "", year = ""] = parts;
  if (/^[2-9]$/.test(month) && !isDeleting) return `0${month}/`;
  return month.length < 2 || (isDeleting && year === "") ? month : `${month}/${year}`;
}

/** A whole date as `MM/YY`, whatever an address book wrote: `09/2029`, `2029-09`. */
export function whole(value: string): string {
  const { month, year } = cardValidator.expirationDate(value);
  return month && year ? `${month.padStart(2, "0")}/${year.slice(-2)}` : value;
}

/** Whether a whole date is past by this machine's clock, which may be wrong. */
export function isPast(value: string): boolean {
  const [, month, year] = /^(\d\d)\/(\d\d)$/.exec(value) ?? [];
  // The last moment of its month.
  return month !== undefined && Date.now() >= Date.UTC(2000 + Number(year), Number(month), 1);
}
