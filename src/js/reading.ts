import { join, placeOf } from "./autofill.js";
import { type Control, fieldControls, isDisabled, originalName, valuesOf } from "./controls.js";
import { fieldError, WaxsealError } from "./error.js";
import { fieldOf, fieldsOfForm } from "./manifest.js";
import { reworded } from "./messages.js";
import type { Sealer } from "./sealer.js";

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
  readonly names: ReadonlySet<string>;
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
    const place = placeOf(control, (field) => fieldOf(sealer.manifest, field) !== undefined);
    const { field, ...part } = place ?? { field: "" };
    fields.set(field, [...(fields.get(field) ?? []), { control, ...part }]);
  }
  return fields;
}

/** Reads every field of the form and checks it against the policy. */
export function readForm(form: HTMLFormElement, sealer: Sealer, formName?: string): Reading {
  const wanted = fieldsOfForm(sealer.manifest, formName);
  const found = inputsByField(form, sealer);
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  if (!wanted) return { values, problems: [noSuchForm(formName)], ...namesOf(found), alsoPassed: [] };
  for (const field of new Set([...found.keys(), ...wanted])) {
    const inputs = found.get(field) ?? [];
    try {
      if (!wanted.includes(field)) throw misplaced(field);
      const value = valueOfField(sealer, field, inputs.filter(isPresent));
      if (value !== "") values.set(field, value);
    } catch (error) {
      problems.push(problem(reworded(sealer.messages, error), field, inputs));
    }
  }
  if (values.size + problems.length === 0) problems.push(nothingGiven(sealer, found));
  return { values, problems, ...namesOf(found), alsoPassed: alsoPassed(sealer, found, values) };
}

function isPresent({ control }: Input): boolean {
  return !isDisabled(control);
}

function noSuchForm(name: string | undefined): Problem {
  const why = name === undefined ? "the policy has forms: say which" : `the policy has no form ${name}`;
  const error = new WaxsealError("policy", why);
  return { error, field: "", controls: [], element: null };
}

function nothingGiven(sealer: Sealer, found: ReadonlyMap<string, readonly Input[]>): Problem {
  const error = new WaxsealError("missing-field", "no field has a value");
  const [field = "", inputs = []] = [...found][0] ?? [];
  return problem(reworded(sealer.messages, error), field, inputs);
}

function misplaced(field: string): WaxsealError {
  return field === ""
    ? new WaxsealError("policy", "a field's input needs a field's name or an autofill token")
    : fieldError("unknown-field", field, "the policy has no such field here");
}

function problem(error: unknown, field: string, inputs: readonly Input[]): Problem {
  if (!(error instanceof WaxsealError)) throw error;
  const controls = inputs.map(({ control }) => control);
  const present = controls.filter((control) => !isDisabled(control));
  const isEmpty = (control: Control) => !valuesOf(control)?.join("");
  const element = present.find(isEmpty) ?? present[0] ?? controls[0] ?? null;
  return { error, field, controls, element };
}

function valueOfField(sealer: Sealer, field: string, inputs: readonly Input[]): string {
  const value = sealer.canonical(field, rawValue(field, inputs));
  if (value === "" && fieldOf(sealer.manifest, field)?.required) {
    throw fieldError("missing-field", field, "is required");
  }
  return value;
}

function rawValue(field: string, inputs: readonly Input[]): string {
  const parts = new Map<string, string>();
  const values: string[] = [];
  for (const { control, part } of inputs) {
    const own = valuesOf(control);
    if (!own) throw fieldError("unsupported", field, "cannot be read from this input");
    if (part !== undefined && !parts.has(part)) parts.set(part, own.join(", "));
    else values.push(...own);
  }
  if (inputs.length > parts.size && (parts.size > 0 || !isOneGroup(inputs))) {
    throw fieldError("policy", field, "several inputs are this one field");
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

function namesOf(found: ReadonlyMap<string, readonly Input[]>): { names: ReadonlySet<string> } {
  const controls = [...found.values()].flat().map(({ control }) => control);
  return { names: new Set(controls.map(originalName).filter((name) => name !== undefined)) };
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
