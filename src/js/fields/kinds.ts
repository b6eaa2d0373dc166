import { placeOf } from "../autofill.js";
import { FIELD_ATTRIBUTE } from "../controls.js";
import { fieldOf, type Kind, type Manifest } from "../manifest.js";

/** The kinds of fields as `waxseal init` writes them, until the manifest tells. */
const USUAL: Readonly<Record<string, Kind>> = {
  name: "name",
  email: "email",
  tel: "tel",
  "postal-code": "postal-code",
  "cc-number": "card",
  "cc-exp": "expiry",
};

/** The field that a control is, or `""`. */
export function fieldNameOf(control: Element, manifest?: Manifest): string {
  if (!control.hasAttribute(FIELD_ATTRIBUTE)) return "";
  return placeOf(control, (field) => !manifest || fieldOf(manifest, field) !== undefined).field;
}

/** Its kind, as far as that is known. */
export function kindOf(control: Element, manifest?: Manifest): Kind | undefined {
  const field = fieldNameOf(control, manifest);
  if (manifest) return fieldOf(manifest, field)?.kind;
  return USUAL[field.replace(/^(shipping|billing)-/, "")];
}
