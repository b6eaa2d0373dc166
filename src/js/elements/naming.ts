import names from "waxseal:field-names";
import { type BadgeLabels, fill } from "./badge-labels.js";

/** What a field is called: the merchant's own names stay as they are written. */
export function nameOf(field: string, labels: BadgeLabels): string {
  const known = (name: string) => own(labels.fields, name) ?? own(names, name);
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
function own(words: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(words, name) ? words[name] : undefined;
}
