import type { Kind } from "../core/manifest.js";
import { FIELD_ATTRIBUTE } from "../dom/controls.js";
import type { Sealer } from "../seal/sealer.js";

/** What typing help asks of a sealer, once there is one. */
export type Policy = Pick<Sealer, "canonical" | "fieldOf" | "manifest">;

/** The field that a control is, or `""`. Until the manifest is there, as the control calls itself. */
export function fieldNameOf(control: Element, policy?: Policy): string {
  const explicit = control.getAttribute(FIELD_ATTRIBUTE);
  if (explicit === null) return "";
  if (policy) return policy.fieldOf(control);
  const said = explicit || control.getAttribute("autocomplete") || "";
  return said.trim().toLowerCase().split(/\s+/).at(-1) ?? "";
}

/** Its kind as the manifest says; until that is there, what can be helped with by its name. */
export function kindOf(control: Element, policy?: Policy): Kind | undefined {
  const field = fieldNameOf(control, policy);
  if (policy) return policy.manifest.fields[field]?.kind;
  if (/(^|-)cc-number$/.test(field)) return "card";
  return /(^|-)cc-exp$/.test(field) ? "expiry" : undefined;
}
