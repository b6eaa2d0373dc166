import type { Kind } from "./manifest.js";

/** The kinds that autofill tokens have, where a policy names none; as `Kind::of_field` in Rust. */
const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^email$/, "email"],
  [/^tel(-national|-local)?$/, "tel"],
  [/^postal-code$/, "postal-code"],
  [/^cc-number$/, "card"],
  [/^cc-exp$/, "expiry"],
  [/^national-id$/, "national-id"],
  [/^(name|nickname|.*-name)$/, "name"],
];

/** The kind of a field, by its name. */
export function kindOfField(field: string): Kind {
  const token = autofillToken(field);
  return KINDS.find(([tokens]) => tokens.test(token))?.[1] ?? "text";
}

/** The autofill token in a field's name, without the address that it belongs to. */
export function autofillToken(field: string): string {
  return field.replace(/^(shipping|billing)-/, "");
}
