import type { WaxsealError } from "./error.js";
import { fieldOf } from "./manifest.js";
import { inputsByField, namesOf, type Problem, type Reading } from "./reading.js";
import type { Sealer } from "./sealer.js";

/** Tells the developer, whose manifest is a test one, of names. Never of values. */
export function warn({ manifest }: Sealer, what: string, names: readonly string[]): void {
  if (manifest.env === "test" && names.length > 0) console.warn(`waxseal: ${what}: ${names.join(", ")}`);
}

/** What the page's developer can mend before anyone types: a value that is missing is none of it. */
export function mistakes({ problems }: Reading): string[] {
  const isMistake = ({ error, controls }: Problem) =>
    controls.length === 0 || !/^(inv|miss)/.test(error.code);
  return problems.filter(isMistake).map(({ error, field }) => `${field} (${error.code})`);
}

/** Tells the developer more than a shopper is told. The code leads to the documents. */
export function log(error: WaxsealError): void {
  console.error(`waxseal: ${error.code}:`, error);
}

/**
 * The names that the page gave to fields' inputs: a browser that does not run the script sends them
 * as they are. Radios need theirs, and a field that also passes is sent in clear in both cases.
 */
export function namesLeft(form: HTMLFormElement, sealer: Sealer): string[] {
  const sealed = [...inputsByField(form, sealer)].flatMap(([field, inputs]) =>
    fieldOf(sealer.manifest, field)?.["also-pass"] ? [] : inputs,
  );
  return namesOf(sealed.filter(({ control }) => control.type !== "radio"));
}
