import { type Control, controlsOf, empty, FIELD_ATTRIBUTE } from "./controls.js";
import { fieldOf } from "./manifest.js";
import { inputsByField } from "./reading.js";
import type { Sealer } from "./sealer.js";

/** Empties what a shopper would least like to find still there. */
export function clearSecrets(form: HTMLFormElement, sealer: Sealer): void {
  for (const [field, inputs] of inputsByField(form, sealer)) {
    const kind = fieldOf(sealer.manifest, field)?.kind;
    if (kind === "card" || kind === "national-id") inputs.forEach(({ control }) => empty(control));
  }
  controlsOf(form).filter(isSecurityCode).forEach(empty);
}

function isSecurityCode(control: Control): boolean {
  const names = [control.getAttribute("autocomplete"), control.getAttribute(FIELD_ATTRIBUTE)];
  return names.some((name) => name?.toLowerCase().split(/\s+/).includes("cc-csc"));
}
