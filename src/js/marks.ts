import type { Control } from "./controls.js";
import { isVisible } from "./visible.js";

/** Our messages on the controls of one form, through the Constraint Validation API. */
export class Marks {
  #clearing = new AbortController();

  /** Marks a visible control; false if it cannot show a message. */
  mark(control: Control, controls: readonly Control[], message: string): boolean {
    if (!canShow(control)) return false;
    // The page's own message stands: it is shown in place of ours, and is not ours to clear.
    if (control.validity?.customError) return true;
    control.setCustomValidity?.(message);
    this.#clearOnChange(control, controls, message);
    return true;
  }

  /** Takes every message of ours back. */
  clear(): void {
    this.#clearing.abort();
    this.#clearing = new AbortController();
  }

  #clearOnChange(control: Control, controls: readonly Control[], message: string): void {
    const field = new AbortController();
    const { signal } = field;
    const clear = () => {
      field.abort();
      if (control.validationMessage === message) control.setCustomValidity?.("");
    };
    this.#clearing.signal.addEventListener("abort", clear, { signal });
    for (const type of ["input", "change"]) {
      for (const each of controls) each.addEventListener(type, clear, { signal });
    }
    // A script may have put the value right, of which no event tells. Validation comes before the
    // submit event, so a message that is still there would hold the form for good.
    const onSubmitter = (event: Event) => isSubmitter(event.target) && clear();
    addEventListener("click", onSubmitter, { signal, capture: true });
  }
}

function canShow(control: Control): boolean {
  return control.willValidate === true && isVisible(control);
}

function isSubmitter(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button, [type=submit], [type=image]") !== null;
}
