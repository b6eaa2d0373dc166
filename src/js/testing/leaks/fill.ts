import type { Kind, Manifest } from "../../core/manifest.js";
import { call } from "../module.js";
import { CANARIES, DATE_PARTS } from "./canaries.js";
import { type Devtools, run } from "./cdp.js";
import type { Values } from "./search.js";

/** How a form is filled. */
export interface FillOptions {
  /** Your own values, by field: where a canary would not pass your own checks. */
  readonly values?: Values;
}

interface Described {
  readonly attributes: Readonly<Record<string, string>>;
  readonly type: string;
  readonly canFill: boolean;
}

/** Fills the protected inputs of a form; returns what to look for. */
export async function fill(
  session: Devtools,
  form: string,
  manifest: Manifest | undefined,
  { values = {} }: FillOptions,
): Promise<Values> {
  const controls = await run(session, describe, form);
  if (!controls) throw new Error(`there is no form ${form}`);
  const typed: Record<string, string> = {};
  for (const [index, control] of controls.entries()) {
    if (!control.canFill) continue;
    if (isChoice(control)) {
      await run(session, choose, { form, index });
      continue;
    }
    const { field, part = field } = place(control, manifest);
    const value = values[part] ?? values[field] ?? DATE_PARTS[part] ?? canary(field, part, control, manifest);
    await type(session, form, index, value, control.type);
    if (!manifest?.fields[field]?.["also-pass"] && !(part in DATE_PARTS)) typed[part] = value;
  }
  if (Object.keys(typed).length > 0) return typed;
  throw new Error(`the form ${form} has no protected input to type into`);
}

/** Whether the page has the form by now; while it loads anew it has none. */
export async function isThere(session: Devtools, form: string): Promise<boolean> {
  const find = (form: string) => document.querySelector(form) instanceof HTMLFormElement;
  return run(session, find, form).catch(() => false);
}

function place({ attributes }: Described, manifest: Manifest | undefined): { field: string; part?: string } {
  const explicit = attributes["data-waxseal-field"] ?? "";
  const fields = manifest && Object.keys(manifest.fields).join("\n");
  const place = call((rust) => rust.place(explicit, attributes["autocomplete"] ?? "", fields));
  const [field = "", part = ""] = place.split("\n");
  return { field, ...(part !== "" && { part }) };
}

/** Of the field's kind; a part of a field has one of its own. */
function canary(field: string, part: string, { type }: Described, manifest: Manifest | undefined): string {
  if (type === "date") return "1971-11-27";
  const declared = part === field ? manifest?.fields[field]?.kind : undefined;
  const kind = declared ?? (call((rust) => rust.kindOf(part)) as Kind);
  return CANARIES[kind]();
}

function isChoice({ type }: Described): boolean {
  return /^(select-one|select-multiple|checkbox|radio)$/.test(type);
}

/** Key by key, as a shopper does; where that is not possible, as a script does. */
async function type(session: Devtools, form: string, index: number, value: string, kind: string): Promise<void> {
  const isFocused = await run(session, focus, { form, index });
  if (isFocused && /^(text|tel|email|search|password|url|textarea|number)$/.test(kind)) {
    const events = [...value].flatMap((key) => [{ type: "keyDown", text: key, key }, { type: "keyUp", key }]);
    // They arrive in their order: no need to wait for each.
    await Promise.all(events.map((event) => session.send("Input.dispatchKeyEvent", event)));
  }
  await run(session, complete, { form, index, value });
}

/** The protected controls. Like the functions below it runs in the page, and names nothing outside. */
function describe(form: string): Described[] | undefined {
  const element = document.querySelector(form);
  if (!(element instanceof HTMLFormElement)) return undefined;
  const elements = Reflect.get(HTMLFormElement.prototype, "elements", element) as HTMLCollection;
  const controls = [...elements].filter((control) => control.hasAttribute("data-waxseal-field"));
  return controls.map((control) => ({
    attributes: Object.fromEntries([...control.attributes].map(({ name, value }) => [name, value])),
    type: String(Reflect.get(control, "type") ?? ""),
    canFill: !control.matches(":disabled, :read-only:not(select, [type=checkbox], [type=radio])"),
  }));
}

interface At {
  readonly form: string;
  readonly index: number;
}

/** Focuses an emptied control; false if it cannot have the focus. */
function focus({ form, index }: At): boolean {
  const element = document.querySelector(form) as HTMLFormElement;
  const elements = Reflect.get(HTMLFormElement.prototype, "elements", element) as HTMLCollection;
  const control = [...elements].filter((each) => each.hasAttribute("data-waxseal-field"))[index];
  if (!(control instanceof HTMLElement)) return false;
  control.focus();
  Reflect.set(control, "value", "");
  return (control.getRootNode() as Document).activeElement === control;
}

/** Sets what typing did not, and tells the page. */
function complete({ form, index, value }: At & { readonly value: string }): void {
  const element = document.querySelector(form) as HTMLFormElement;
  const elements = Reflect.get(HTMLFormElement.prototype, "elements", element) as HTMLCollection;
  const control = [...elements].filter((each) => each.hasAttribute("data-waxseal-field"))[index];
  if (!control) return;
  if (!Reflect.get(control, "value")) {
    // A framework that controls the input has put a property of its own before this one.
    const property = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), "value");
    if (property?.set) property.set.call(control, value);
    else Reflect.set(control, "value", value);
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
  control.dispatchEvent(new Event("change", { bubbles: true }));
  if (control instanceof HTMLElement) control.blur();
}

/** The last option that there is, or a tick. */
function choose({ form, index }: At): void {
  const element = document.querySelector(form) as HTMLFormElement;
  const elements = Reflect.get(HTMLFormElement.prototype, "elements", element) as HTMLCollection;
  const control = [...elements].filter((each) => each.hasAttribute("data-waxseal-field"))[index];
  if (control instanceof HTMLSelectElement) {
    const last = [...control.options].filter((option) => option.value !== "" && !option.disabled).at(-1);
    if (last) control.value = last.value;
    for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
  } else if (control instanceof HTMLInputElement && !control.checked) control.click();
}
