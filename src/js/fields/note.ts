import type { Control } from "../dom/controls.js";
import { isOneOfMany } from "./labels.js";

const ATTRIBUTE = "data-waxseal-error";
let made = 0;

/**
 * A message beside a control, which says so of itself: in the page's own element with
 * `data-waxseal-error="the control's id"`, else in a paragraph behind the control.
 */
export class Note {
  readonly #control: Control;
  readonly #element: HTMLElement;
  readonly #isOwn: boolean;
  readonly #wasDescribed: boolean;

  constructor(control: Control, text: string, isInvalid: boolean) {
    this.#control = control;
    const found = find(control);
    this.#isOwn = !found;
    this.#element = found ?? make(control);
    this.#element.textContent = text;
    this.#element.hidden = false;
    if (isInvalid) control.setAttribute("aria-invalid", "true");
    const ids = describedBy(control);
    this.#wasDescribed = ids.includes(this.#element.id);
    if (!this.#wasDescribed) describe(control, [...ids, this.#element.id]);
  }

  /** Takes the message back, and what the control says of itself. */
  remove(): void {
    const { id } = this.#element;
    this.#control.removeAttribute("aria-invalid");
    if (!this.#wasDescribed) describe(this.#control, describedBy(this.#control).filter((other) => other !== id));
    if (this.#isOwn) this.#element.remove();
    else this.#element.textContent = "";
  }
}

function find(control: Control): HTMLElement | undefined {
  const root = control.getRootNode() as ParentNode & Node;
  const all = [...root.querySelectorAll<HTMLElement>(`[${ATTRIBUTE}]`)];
  const found = all.find((element) => element.getAttribute(ATTRIBUTE) === control.id && control.id);
  if (found) found.id ||= newId();
  return found || undefined;
}

function make(control: Control): HTMLElement {
  const element = document.createElement("p");
  element.id = newId();
  element.setAttribute(ATTRIBUTE, control.id);
  const group = isOneOfMany(control) ? control.closest("fieldset") : null;
  if (group) group.append(element);
  else (control.closest("label") ?? control).after(element);
  return element;
}

function describedBy(control: Control): string[] {
  return (control.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((id) => id);
}

function describe(control: Control, ids: readonly string[]): void {
  if (ids.length === 0) control.removeAttribute("aria-describedby");
  else control.setAttribute("aria-describedby", ids.join(" "));
}

/** An id that no page is likely to have. */
export function newId(): string {
  made += 1;
  return `waxseal-id-${made}`;
}
