/**
 * From an `autocomplete` attribute to a field of the policy (HTML, autofill detail tokens), and
 * from the parts of a split field to the whole.
 */

/** A field that a form may split over several inputs. */
interface Whole {
  readonly field: string;
  /** In the order in which they are joined. */
  readonly parts: readonly string[];
  readonly joiner: string;
  /** Half of it is a mistake, not a short value. */
  readonly complete?: boolean;
}

const WHOLES: readonly Whole[] = [
  { field: "cc-exp", parts: ["cc-exp-month", "cc-exp-year"], joiner: "/", complete: true },
  { field: "bday", parts: ["bday-year", "bday-month", "bday-day"], joiner: "-", complete: true },
  {
    field: "name",
    parts: ["honorific-prefix", "given-name", "additional-name", "family-name", "honorific-suffix"],
    joiner: " ",
  },
  { field: "cc-name", parts: ["cc-given-name", "cc-additional-name", "cc-family-name"], joiner: " " },
  {
    field: "street-address",
    parts: ["address-line1", "address-line2", "address-line3"],
    joiner: "\n",
  },
  {
    field: "tel",
    parts: [
      "tel-country-code",
      "tel-national",
      "tel-area-code",
      "tel-local",
      "tel-local-prefix",
      "tel-local-suffix",
    ],
    joiner: "",
  },
];

/** Which field of the policy an input is, and as which part of it. */
export interface Place {
  readonly field: string;
  readonly part?: string;
}

type InPolicy = (field: string) => boolean;

/** The place of an input marked `data-waxseal-field`; undefined if it names none. */
export function placeOf(element: Element, inPolicy: InPolicy): Place | undefined {
  const explicit = element.getAttribute("data-waxseal-field")?.trim();
  const names = explicit ? [explicit] : autofillNames(element.getAttribute("autocomplete") ?? "");
  for (const name of names) {
    const place = inPolicy(name) ? { field: name } : partOf(name, inPolicy);
    if (place) return place;
  }
  return names[0] === undefined ? undefined : { field: names[0] };
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
  return token !== "" && !/^(section-.*|home|work|mobile|fax|pager|webauthn)$/.test(token);
}

function partOf(name: string, inPolicy: InPolicy): Place | undefined {
  const [prefix, part] = splitMode(name);
  const whole = WHOLES.find(({ parts }) => parts.includes(part));
  const field = whole && prefix + whole.field;
  return field !== undefined && inPolicy(field) ? { field, part } : undefined;
}

function splitMode(name: string): [prefix: string, name: string] {
  const prefix = /^(shipping|billing)-/.exec(name)?.[0] ?? "";
  return [prefix, name.slice(prefix.length)];
}

/** Joins the values of a split field. Undefined if a part is missing that may not be. */
export function join(field: string, values: ReadonlyMap<string, string>): string | undefined {
  const [, name] = splitMode(field);
  const whole = WHOLES.find((candidate) => candidate.field === name);
  if (!whole) return undefined;
  const given = whole.parts.map((part) => values.get(part)?.trim() ?? "").filter((value) => value);
  if (whole.complete && given.length > 0 && given.length < whole.parts.length) return undefined;
  return given.map((value) => (whole.complete ? value.padStart(2, "0") : value)).join(whole.joiner);
}
