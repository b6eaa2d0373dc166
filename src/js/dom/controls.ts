/** What a form's controls hold, read without trusting what the page named them. */

/** A listed element of a form: an input, select, textarea or form-associated custom element. */
export interface Control extends HTMLElement {
  readonly type?: string;
  readonly checked?: boolean;
  readonly selectedOptions?: Iterable<HTMLOptionElement>;
  readonly validity?: ValidityState;
  readonly validationMessage?: string;
  readonly willValidate?: boolean;
  value?: unknown;
  setCustomValidity?(message: string): void;
  reportValidity?(): boolean;
}

/** The attribute that makes an input a field. */
export const FIELD_ATTRIBUTE = "data-waxseal-field";

/** The form's controls, wherever in the document they stand. */
export function controlsOf(form: HTMLFormElement): Control[] {
  // A control named `elements` would hide the form's own.
  const elements = Reflect.get(HTMLFormElement.prototype, "elements", form) as HTMLCollection;
  return [...elements] as Control[];
}

/** Those that are marked as fields. */
export function fieldControls(form: HTMLFormElement): Control[] {
  return controlsOf(form).filter((control) => control.hasAttribute(FIELD_ATTRIBUTE));
}

/** The names that were taken off, while they are off. */
const names = new WeakMap<Element, string>();

/** The name that the page gave the control. */
export function originalName(control: Element): string | undefined {
  return control.getAttribute("name") || names.get(control);
}

/** Takes the name off. */
export function takeName(control: Control): void {
  const name = control.getAttribute("name");
  if (name === null) return;
  names.set(control, name);
  control.removeAttribute("name");
}

/** Gives the name back, unless the page has set another. */
export function giveNameBack(control: Control): void {
  const name = names.get(control);
  if (name !== undefined && !control.hasAttribute("name")) control.setAttribute("name", name);
  names.delete(control);
}

/** Disabled itself or through a fieldset: absent, as it is from a plain submit. */
export function isDisabled(control: Control): boolean {
  return control.matches(":disabled");
}

/** The values that the control would submit; undefined if it has none that can be sealed. */
export function valuesOf(control: Control): string[] | undefined {
  switch (control.type) {
    case "checkbox":
    case "radio":
      return control.checked ? [String(control.value)] : [];
    case "select-one":
    case "select-multiple":
      return [...(control.selectedOptions ?? [])].filter(isEnabled).map((option) => option.value);
    case "file":
    case "submit":
    case "button":
    case "reset":
      return undefined;
    default:
      return typeof control.value === "string" ? [control.value] : undefined;
  }
}

function isEnabled(option: HTMLOptionElement): boolean {
  return !option.disabled && !option.closest("optgroup")?.disabled;
}

/** Empties a control. */
export function empty(control: Control): void {
  if (typeof control.value === "string") control.value = "";
}

/** Whether a shopper can see it, or a message beside it. */
export function isVisible(element: Element): boolean {
  return element.checkVisibility?.({ visibilityProperty: true }) ?? element.getClientRects().length > 0;
}
