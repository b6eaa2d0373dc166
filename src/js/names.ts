import { FIELD_ATTRIBUTE, fieldControls, giveNameBack, takeName } from "./controls.js";

/** Keeps the names off a form's fields, those added later among them. */
export class Names {
  readonly #form: HTMLFormElement;
  readonly #observer = new MutationObserver(() => this.take());

  constructor(form: HTMLFormElement) {
    this.#form = form;
    this.take();
    const attributeFilter = ["name", FIELD_ATTRIBUTE];
    this.#observer.observe(form, { childList: true, subtree: true, attributeFilter });
  }

  /** Takes off what is on: inputs outside the form are not observed. */
  take(): void {
    fieldControls(this.#form).forEach(takeName);
  }

  /** Gives every name back. */
  giveBack(): void {
    this.#observer.disconnect();
    fieldControls(this.#form).forEach(giveNameBack);
  }
}
