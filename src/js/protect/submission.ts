import { attributeOf } from "../dom/form.js";

/** What one submit asks for, through its form and the button that started it. */
export class Submission {
  readonly #event: SubmitEvent | undefined;
  readonly #byScript: boolean;
  #byMethod = false;

  constructor(event?: SubmitEvent, byScript = false) {
    this.#event = event;
    this.#byScript = byScript;
  }

  /** From now on it is `form.submit()` that sends it: the browser does, and asks no button how. */
  sendByMethod(): void {
    this.#byMethod = true;
  }

  /** A draft: it leaves without being checked, and so without an order. */
  get stripsOnly(): boolean {
    return this.#submitter?.hasAttribute("formnovalidate") === true;
  }

  /**
   * A script sends it, and how is the script's to say: who asks for the entries while the event is
   * under way, or after it was cancelled, is not the browser.
   */
  get byScript(): boolean {
    const event = this.#event;
    if (this.#byMethod) return false;
    return this.#byScript || (event !== undefined && (event.eventPhase > 0 || event.defaultPrevented));
  }

  /** How the browser would send the form. */
  method(form: HTMLFormElement): "get" | "post" | "dialog" {
    const own = this.#byMethod ? null : this.#submitter?.getAttribute("formmethod");
    // By attribute: a control named `method` would hide the form's own property.
    const method = (own ?? attributeOf(form, "method") ?? "").toLowerCase();
    return method === "post" || method === "dialog" ? method : "get";
  }

  /** A way out of a dialog: nothing is sent. */
  closesOnly(form: HTMLFormElement): boolean {
    return this.stripsOnly && this.method(form) === "dialog";
  }

  /** Does it again, as far as its button is still there. */
  repeat(form: HTMLFormElement): void {
    const { requestSubmit } = HTMLFormElement.prototype;
    try {
      requestSubmit.call(form, this.#submitter);
    } catch {
      requestSubmit.call(form);
    }
  }

  get #submitter(): HTMLElement | null {
    return this.#event?.submitter ?? null;
  }
}
