import { join, placeOf } from "./autofill.js";
import { type Control, fieldControls, isDisabled, originalName, valuesOf } from "./controls.js";
import { fieldError, WaxsealError } from "./error.js";
import { fieldOf } from "./manifest.js";
import { reworded } from "./messages.js";
import { checkedValue, formFields, nothingGiven, unknownField } from "./rules.js";
import type { Sealer } from "./sealer.js";
import { wellFormed } from "./well-formed.js";

/** What stops a form from being sealed, and where. */
export interface Problem {
  readonly error: WaxsealError;
  readonly field: string;
  readonly controls: readonly Control[];
  /** The control to point at. */
  readonly element: Control | null;
}

/** A form as the policy sees it. */
export interface Reading {
  /** The canonical value of each field that has one. */
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
  /** The names of the fields' own inputs: they leave only where the policy also passes them. */
  readonly names: readonly string[];
  /** The entries of fields that the shop needs in clear, too. */
  readonly alsoPassed: readonly (readonly [name: string, value: string])[];
}

interface Input {
  readonly control: Control;
  readonly part?: string;
}

/** Which of the form's controls are which field. `""` gathers those that name none. */
export function inputsByField(form: HTMLFormElement, sealer: Sealer): Map<string, Input[]> {
  const fields = new Map<string, Input[]>();
  for (const control of fieldControls(form)) {
    const inPolicy = (field: string) => fieldOf(sealer.manifest, field) !== undefined;
    const { field, ...part } = placeOf(control, inPolicy);
    fields.set(field, [...(fields.get(field) ?? []), { control, ...part }]);
  }
  return fields;
}

/** Reads every field of the form and checks it against the policy. */
export function readForm(form: HTMLFormElement, sealer: Sealer, formName?: string): Reading {
  const found = inputsByField(form, sealer);
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  const attempt = (field: string, check: (inputs: readonly Input[]) => void) => {
    const inputs = found.get(field) ?? [];
    try {
      check(inputs);
    } catch (error) {
      problems.push(problem(reworded(sealer.messages, error), field, inputs));
    }
  };
  let wanted: readonly string[] = [];
  attempt("", () => (wanted = formFields(sealer.manifest, formName)));
  for (const field of problems.length > 0 ? [] : new Set([...found.keys(), ...wanted])) {
    attempt(field, (inputs) => {
      if (!wanted.includes(field)) throw misplaced(field);
      const raw = rawValue(field, inputs.filter(isPresent));
      const value = checkedValue(sealer.manifest, field, wellFormed(raw, field));
      if (value !== "") values.set(field, value);
    });
  }
  if (values.size + problems.length === 0) {
    attempt([...found.keys()][0] ?? "", () => {
      throw nothingGiven();
    });
  }
  const names = namesOf([...found.values()].flat());
  return { values, problems, names, alsoPassed: alsoPassed(sealer, found, values) };
}

function isPresent({ control }: Input): boolean {
  return !isDisabled(control);
}

function misplaced(field: string): WaxsealError {
  return field === ""
    ? new WaxsealError("policy", "an input names no field")
    : unknownField(field);
}

function problem(error: unknown, field: string, inputs: readonly Input[]): Problem {
  if (!(error instanceof WaxsealError)) throw error;
  const present = inputs.filter(isPresent);
  const isEmpty = ({ control }: Input) => !valuesOf(control)?.join("");
  const { control: element = null } = present.find(isEmpty) ?? present[0] ?? inputs[0] ?? {};
  return { error, field, controls: inputs.map(({ control }) => control), element };
}

function rawValue(field: string, inputs: readonly Input[]): string {
  const parts = new Map<string, string>();
  const values: string[] = [];
  for (const { control, part } of inputs) {
    const own = valuesOf(control);
    if (!own) throw fieldError("unsupported", field, "cannot be sealed");
    if (part !== undefined && !parts.has(part)) parts.set(part, own.join(", "));
    else values.push(...own);
  }
  if (inputs.length > parts.size && (parts.size > 0 || !isOneGroup(inputs))) {
    throw fieldError("policy", field, "has several inputs");
  }
  if (parts.size === 0) return values.join(", ");
  const whole = join(field, parts);
  if (whole === undefined) throw fieldError("invalid-field", field, "is incomplete");
  return whole;
}

/** One input, the radios of a group, or the checkboxes of a list. */
function isOneGroup(inputs: readonly Input[]): boolean {
  const types = new Set(inputs.map(({ control }) => control.type));
  return inputs.length === 1 || (types.size === 1 && (types.has("radio") || types.has("checkbox")));
}

/** The names that the page gave to inputs. */
export function namesOf(inputs: readonly Input[]): string[] {
  const names = inputs.map(({ control }) => originalName(control));
  return names.filter((name) => name !== undefined);
}

function alsoPassed(
  sealer: Sealer,
  found: ReadonlyMap<string, readonly Input[]>,
  values: ReadonlyMap<string, string>,
): [string, string][] {
  const entries: [string, string][] = [];
  for (const [field, inputs] of found) {
    if (!fieldOf(sealer.manifest, field)?.["also-pass"]) continue;
    const named = inputs.filter(isPresent).flatMap(({ control }) => entriesOf(control));
    const value = values.get(field);
    if (named.length > 0) entries.push(...named);
    else if (value !== undefined) entries.push([field, value]);
  }
  return entries;
}

function entriesOf(control: Control): [string, string][] {
  const name = originalName(control);
  return name === undefined ? [] : (valuesOf(control) ?? []).map((value) => [name, value]);
}
