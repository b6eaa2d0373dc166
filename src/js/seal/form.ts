import type { Choice, Input, Page, Reading } from "../core/page.js";
import type { WaxsealError } from "../core/errors.js";
import { type Control, FIELD_ATTRIBUTE, fieldControls, isDisabled, originalName, valuesOf } from "../dom/controls.js";
import { type Messages, reworded } from "./messages.js";

/** The name of the sealed entry, unless the page says otherwise. */
export const DEFAULT_INTO = "sealed";

/** A form that seals itself, by the options that it is protected with. */
export interface SelfSealing {
  sealForm(submitter: HTMLElement | null): FormData;
}

/** Those that are protected. None of it keeps a form alive that the page has let go. */
export const selfSealing = new WeakMap<EventTarget, SelfSealing>();

/** What stops a form from being sealed, and where. */
export interface Problem {
  readonly error: WaxsealError;
  readonly field: string;
  readonly controls: readonly Control[];
  /** The control to point at. */
  readonly element: Control | null;
}

/** A form that was read, with its problems at their controls. */
export interface FormReading {
  readonly reading: Reading;
  readonly problems: readonly Problem[];
}

/** Which field a control is marked as, if it says so itself, and what its `autocomplete` is. */
export function marksOf(control: Element): [explicit: string, autocomplete: string] {
  return [control.getAttribute(FIELD_ATTRIBUTE) ?? "", control.getAttribute("autocomplete") ?? ""];
}

/** Reads every field of the form, and holds it against the policy. */
export function readForm(form: HTMLFormElement, page: Page, messages: Messages, name?: string): FormReading {
  const controls = fieldControls(form);
  const reading = page.read(name, controls.map(describe));
  const problems = reading.problems.map(({ error, field, inputs, pointed }) => ({
    error: reworded(messages, error),
    field,
    controls: inputs.flatMap((at) => controls[at] ?? []),
    element: (pointed === undefined ? undefined : controls[pointed]) ?? null,
  }));
  return { reading, problems };
}

function describe(control: Control): Input {
  const [explicit, autocomplete] = marksOf(control);
  return {
    explicit,
    autocomplete,
    type: String(control.type ?? ""),
    isDisabled: isDisabled(control),
    name: originalName(control),
    values: valuesOf(control),
  };
}

/** Seals what was read, or throws the first problem. */
export function sealReading(page: Page, { reading, problems }: FormReading, choice: Choice, now: number): string {
  const [first] = problems;
  if (first) throw first.error;
  return page.sealReading(reading, choice, now);
}
