/** What an input needs to be typed into with ease, given back when the help ends. */
export class Attributes {
  readonly #before = new Map<HTMLInputElement, ReadonlyMap<string, string | null>>();

  /** Sets what the page has not set itself. */
  set(input: HTMLInputElement, autofill: "cc-number" | "cc-exp"): void {
    if (this.#before.has(input)) return;
    // Digits in groups would change places in a text that runs from right to left.
    const wanted = { inputmode: "numeric", autocomplete: autofill, dir: "ltr" };
    const before = new Map<string, string | null>();
    for (const [name, value] of Object.entries(wanted)) {
      if (input.hasAttribute(name)) continue;
      before.set(name, null);
      input.setAttribute(name, value);
    }
    // It counts our spaces, and cuts off what is pasted.
    if (input.hasAttribute("maxlength")) before.set("maxlength", input.getAttribute("maxlength"));
    input.removeAttribute("maxlength");
    this.#before.set(input, before);
  }

  /** As it was. */
  giveBack(): void {
    for (const [input, before] of this.#before) {
      for (const [name, value] of before) {
        if (value === null) input.removeAttribute(name);
        else input.setAttribute(name, value);
      }
    }
    this.#before.clear();
  }
}
