import type { Page } from "../core/page.js";
import { type Control, controlsOf, empty, FIELD_ATTRIBUTE, fieldControls } from "../dom/controls.js";
import { marksOf } from "../seal/form.js";

/** Empties what a shopper would least like to find still there. */
export function clearSecrets(form: HTMLFormElement, page: Page): void {
  for (const control of fieldControls(form)) {
    const kind = page.manifest.fields[page.fieldOf(...marksOf(control))]?.kind;
    if (kind === "card" || kind === "national-id") empty(control);
  }
  controlsOf(form).filter(isSecurityCode).forEach(empty);
}

function isSecurityCode(control: Control): boolean {
  const names = [control.getAttribute("autocomplete"), control.getAttribute(FIELD_ATTRIBUTE)];
  return names.some((name) => name?.toLowerCase().split(/\s+/).includes("cc-csc"));
}
