import { placeOf } from "../autofill.js";
import { FIELD_ATTRIBUTE } from "../controls.js";
import { kindOfField } from "../field-kind.js";
import { fieldOf, type Kind, type Manifest } from "../manifest.js";

/** The field that a control is, or `""`. */
export function fieldNameOf(control: Element, manifest?: Manifest): string {
  if (!control.hasAttribute(FIELD_ATTRIBUTE)) return "";
  return placeOf(control, (field) => !manifest || fieldOf(manifest, field) !== undefined).field;
}

/** Its kind: as the manifest says, and until that is there, as its name has it. */
export function kindOf(control: Element, manifest?: Manifest): Kind | undefined {
  const field = fieldNameOf(control, manifest);
  if (manifest) return fieldOf(manifest, field)?.kind;
  return kindOfField(field);
}
