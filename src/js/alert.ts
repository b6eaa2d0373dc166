import type { Contact } from "./manifest.js";

/** One paragraph that says why nothing was sent, and how else to order. */
export class Alert {
  readonly #form: HTMLFormElement;
  #made: HTMLElement | undefined;

  constructor(form: HTMLFormElement) {
    this.#form = form;
  }

  /** Shows it in the page's own `data-waxseal-alert` element, else at the end of the form. */
  show(message: string, contact: Contact = {}): void {
    const { post, tel, email, url } = contact;
    const lines = [message, post, tel, email, url].filter((line) => line !== undefined);
    const element = this.#element();
    element.replaceChildren(...lines.flatMap((line) => [document.createElement("br"), line]).slice(1));
    element.hidden = false;
  }

  /** Takes it back. */
  clear(): void {
    const element = this.#made;
    if (!element) return;
    element.hidden = true;
    element.textContent = "";
  }

  #element(): HTMLElement {
    const own = this.#form.querySelector<HTMLElement>("[data-waxseal-alert]");
    if (own) return (this.#made = own);
    const made = document.createElement("p");
    made.setAttribute("data-waxseal-alert", "");
    made.setAttribute("role", "alert");
    this.#form.append(made);
    return (this.#made = made);
  }
}
