/** What one submit asks for, through its form and the button that started it. */
export class Submission {
  readonly #submitter: HTMLElement | null;
  readonly #byScript: boolean;

  constructor(submitter: HTMLElement | null = null, byScript = false) {
    this.#submitter = submitter;
    this.#byScript = byScript;
  }

  /** A draft: it leaves without being checked, and so without an order. */
  get stripsOnly(): boolean {
    return !this.#byScript && this.#submitter?.hasAttribute("formnovalidate") === true;
  }

  /** How the browser will send the form; undefined if a script does. */
  method(form: HTMLFormElement): "get" | "post" | "dialog" | undefined {
    if (this.#byScript) return undefined;
    const own = this.#submitter?.getAttribute("formmethod");
    // By attribute: a control named `method` would hide the form's own property.
    const method = (own ?? form.getAttribute("method") ?? "").toLowerCase();
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
}
