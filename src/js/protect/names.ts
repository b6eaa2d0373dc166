import { type Control, FIELD_ATTRIBUTE, fieldControls, giveNameBack, takeName } from "../dom/controls.js";
import { shield, unshield } from "./replay.js";

/** Keeps the names off a form's fields, and recorders away from them, those added later among them. */
export class Names {
  readonly #form: HTMLFormElement;
  readonly #observer = new MutationObserver(() => this.take());

  constructor(form: HTMLFormElement) {
    this.#form = form;
    this.take();
    const attributeFilter = ["name", "class", FIELD_ATTRIBUTE];
    this.#observer.observe(form, { childList: true, subtree: true, attributeFilter });
  }

  /** Takes off what is on: inputs outside the form are not observed. */
  take(): void {
    for (const control of fieldControls(this.#form)) {
      // Without their name radios are no group.
      if (!isRadio(control)) takeName(control);
      shield(control);
    }
  }

  /** While the browser gathers the entries, radios have no name either: none is among them. */
  takeRadios(): () => void {
    const radios = fieldControls(this.#form).filter(isRadio);
    radios.forEach(takeName);
    return () => radios.forEach(giveNameBack);
  }

  /** Gives every name back. */
  giveBack(): void {
    this.#observer.disconnect();
    for (const control of fieldControls(this.#form)) {
      giveNameBack(control);
      unshield(control);
    }
  }
}

function isRadio({ type }: Control): boolean {
  return type === "radio";
}
