import type { Control } from "../dom/controls.js";

/** What the page calls a control: a group's legend for radios, else the label. */
export function labelOf(control: Control, field: string): string {
  const legend = isOneOfMany(control) ? control.closest("fieldset")?.querySelector("legend") : null;
  const label = legend ?? (control as Partial<HTMLInputElement>).labels?.[0];
  const text = label?.textContent ?? control.getAttribute("aria-label") ?? "";
  return text.replace(/\s+/g, " ").trim() || field;
}

/** Radios, and the checkboxes of a list. */
export function isOneOfMany({ type }: Control): boolean {
  return type === "radio" || type === "checkbox";
}
