import type { WaxsealError } from "../core/errors.js";
import type { Contact, Manifest } from "../core/manifest.js";

const ATTRIBUTE = "data-waxseal-alert";

/**
 * Says why nothing was sent, and how else to order: in the page's own `data-waxseal-alert`
 * element, else in a paragraph at the end of the form.
 */
export function showAlert(form: HTMLFormElement, message: string, contact: Contact = {}): void {
  const { post, tel, email, url } = contact;
  const lines = [message, post, tel, email, url].filter((line) => line !== undefined);
  const element = find(form) ?? make(form);
  element.replaceChildren(...lines.flatMap((line) => [document.createElement("br"), line]).slice(1));
  element.hidden = false;
}

/** Takes it back. */
export function clearAlert(form: HTMLFormElement): void {
  const element = find(form);
  element?.replaceChildren();
  if (element) element.hidden = true;
}

function find(form: HTMLFormElement): HTMLElement | null {
  // A control named `querySelector` would hide the form's own.
  return Element.prototype.querySelector.call(form, `[${ATTRIBUTE}]`) as HTMLElement | null;
}

function make(form: HTMLFormElement): HTMLElement {
  const element = document.createElement("p");
  element.setAttribute(ATTRIBUTE, "");
  element.setAttribute("role", "alert");
  Element.prototype.append.call(form, element);
  return element;
}

/** Tells the developer, whose manifest is a test one, of names. Never of values. */
export function warn({ env }: Manifest, what: string, names: readonly string[]): void {
  if (env === "test" && names.length > 0) console.warn(`waxseal: ${what}: ${names.join(", ")}`);
}

/** Tells the developer more than a shopper is told. The code leads to the documents. */
export function log(error: WaxsealError): void {
  console.error(`waxseal: ${error.code}:`, error);
}
