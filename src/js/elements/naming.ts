import { type BadgeLabels, fill } from "./badge-labels.js";
import { FIELD_NAMES } from "./field-names.js";

/** What a field is called: the merchant's own names stay as they are written. */
export function nameOf(field: string, labels: BadgeLabels): string {
  const known = (name: string) => own(labels.fields, name) ?? own(FIELD_NAMES, name);
  for (const mode of ["shipping", "billing"] as const) {
    const bare = field.startsWith(`${mode}-`) ? known(field.slice(mode.length + 1)) : undefined;
    if (bare !== undefined && !known(field)) return fill(labels[mode], { field: bare });
  }
  return known(field) ?? `“${field}”`;
}

/** At the beginning of a line. */
export function capital(words: string): string {
  const [first = ""] = words;
  return first.toLocaleUpperCase() + words.slice(first.length);
}

/** A policy may well have a field `constructor`. */
function own(names: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(names, name) ? names[name] : undefined;
}
