import { canonical } from "./canonical.js";
import { fieldError, WaxsealError } from "./error.js";
import { fieldOf, type Manifest } from "./manifest.js";

/** The fields of a form of the policy; without forms, all fields are one. */
export function formFields({ fields, forms }: Manifest, form: string | undefined): readonly string[] {
  if (form === undefined && Object.keys(forms).length === 0) return Object.keys(fields);
  const known = form !== undefined && forms[form];
  if (known) return known.fields;
  throw notInPolicy("form");
}

/** A field's value in its canonical form. Empty means absent, which a required field may not be. */
export function checkedValue(manifest: Manifest, name: string, value: string): string {
  const field = fieldOf(manifest, name);
  if (!field) throw unknownField(name);
  const written = canonical(name, field.kind, value);
  if (written !== "" || !field.required) return written;
  throw fieldError("missing-field", name, "is required");
}

/** Where the policy has forms or groups, one of them has to be named. */
export function notInPolicy(what: "form" | "group"): WaxsealError {
  return new WaxsealError("policy", `the ${what} is none of the policy's, or is missing`);
}

/** An order without any value is none. */
export function nothingGiven(): WaxsealError {
  return new WaxsealError("missing-field", "no field has a value");
}

/** Neither the policy nor its form has the field. */
export function unknownField(name: string): WaxsealError {
  const reason = name === "true" ? 'in JSX: data-waxseal-field=""' : "the policy has no such field here";
  return fieldError("unknown-field", name, reason);
}
