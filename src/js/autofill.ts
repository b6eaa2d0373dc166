/**
 * From an `autocomplete` attribute to a field of the policy (HTML, autofill detail tokens), and
 * from the parts of a split field to the whole.
 */

import { FIELD_ATTRIBUTE } from "./controls.js";

/** Fields that a form may split over several inputs: what joins the parts, and the parts. */
const WHOLES: Readonly<Record<string, readonly [joiner: string, ...parts: string[]]>> = {
  "cc-exp": ["/", "cc-exp-month", "cc-exp-year"],
  bday: ["-", "bday-year", "bday-month", "bday-day"],
  name: [
    " ",
    "honorific-prefix",
    "given-name",
    "additional-name",
    "family-name",
    "honorific-suffix",
  ],
  "street-address": ["\n", "address-line1", "address-line2", "address-line3"],
  tel: ["", "tel-country-code", "tel-national", "tel-area-code", "tel-local"],
};

/** Dates: half of one is a mistake, not a short value, and its numbers have two digits. */
const DATES = ["cc-exp", "bday"];

/** Which field of the policy an input is, and as which part of it. */
export interface Place {
  readonly field: string;
  readonly part?: string;
}

type InPolicy = (field: string) => boolean;

/** The place of an input marked `data-waxseal-field`; the field is `""` if it names none. */
export function placeOf(element: Pick<Element, "getAttribute">, inPolicy: InPolicy): Place {
  const explicit = element.getAttribute(FIELD_ATTRIBUTE)?.trim();
  const names = explicit ? [explicit] : autofillNames(element.getAttribute("autocomplete") ?? "");
  for (const name of names) {
    const place = inPolicy(name) ? { field: name } : partOf(name, inPolicy);
    if (place) return place;
  }
  return { field: names[0] ?? "" };
}

/** The field tokens of an `autocomplete` attribute, the more exact first. */
function autofillNames(autocomplete: string): readonly string[] {
  const tokens = autocomplete.toLowerCase().split(/\s+/).filter(isFieldOrMode);
  const name = tokens.pop();
  if (name === undefined || name === "on" || name === "off") return [];
  const mode = tokens.find((token) => token === "shipping" || token === "billing");
  return mode === undefined ? [name] : [`${mode}-${name}`, name];
}

function isFieldOrMode(token: string): boolean {
  return token !== "" && !/^(section-.*|home|work|mobile|webauthn)$/.test(token);
}

function partOf(name: string, inPolicy: InPolicy): Place | undefined {
  const [prefix, part] = splitMode(name);
  const whole = Object.keys(WHOLES).find((name) => WHOLES[name]?.includes(part));
  const field = prefix + whole;
  return whole !== undefined && inPolicy(field) ? { field, part } : undefined;
}

function splitMode(name: string): [prefix: string, name: string] {
  const prefix = /^(shipping|billing)-/.exec(name)?.[0] ?? "";
  return [prefix, name.slice(prefix.length)];
}

/** Joins the values of a split field. Undefined if a part is missing that may not be. */
export function join(field: string, values: ReadonlyMap<string, string>): string | undefined {
  const [, name] = splitMode(field);
  const [joiner, ...parts] = WHOLES[name] ?? [""];
  const given = parts.map((part) => values.get(part)?.trim() ?? "").filter((value) => value);
  if (!DATES.includes(name)) return given.join(joiner);
  if (given.length > 0 && given.length < parts.length) return undefined;
  return given.map((value) => value.padStart(2, "0")).join(joiner);
}
