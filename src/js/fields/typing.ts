import { controlsOf } from "../dom/controls.js";
import { ask } from "../dom/form.js";
import type { ReadyDetail } from "../protect/events.js";
import type { Kind } from "../core/manifest.js";
import { Attributes } from "./attributes.js";
import { brandOf, spaced } from "./card.js";
import { deleteDigitBehindSpace, rewrite, setValue } from "./caret.js";
import { dated, whole } from "./expiry.js";
import { kindOf, type Policy } from "./kinds.js";

/** Where a form's card numbers and expiry dates are spaced while they are typed. */
export class Typing {
  readonly #form: HTMLFormElement;
  readonly #stopped = new AbortController();
  readonly #attributes = new Attributes();
  readonly #before = new WeakMap<HTMLInputElement, string>();
  #policy: Policy | undefined;

  constructor(form: HTMLFormElement) {
    this.#form = form;
    // Its manifest may have been there before.
    this.#policy = ask(form);
    this.#listen(form.getRootNode());
    this.#prepare();
  }

  /** No more, and the inputs' attributes are as they were. */
  stop(): void {
    this.#stopped.abort();
    this.#attributes.giveBack();
  }

  /** At the root and first: a framework reads what stands there when it hears of the event. */
  #listen(root: Node): void {
    const first = { capture: true, signal: this.#stopped.signal };
    root.addEventListener("input", (event) => this.#onInput(event as InputEvent), first);
    root.addEventListener("compositionend", (event) => this.#typed(event.target, ""), first);
    root.addEventListener("change", (event) => this.#finished(event.target), first);
    root.addEventListener("focusin", (event) => this.#remember(event.target), first);
    this.#form.addEventListener("waxseal:ready", ({ detail }) => this.#ready(detail), first);
  }

  #ready({ sealer }: ReadyDetail): void {
    this.#policy = sealer;
    this.#prepare();
  }

  #prepare(): void {
    for (const control of controlsOf(this.#form)) this.#remember(control);
  }

  #remember(target: EventTarget | null): void {
    const found = this.#help(target);
    if (!found) return;
    this.#attributes.set(found.input, found.kind === "card" ? "cc-number" : "cc-exp");
    this.#before.set(found.input, found.input.value);
    if (found.kind === "card") this.#showBrand(found.input);
  }

  #onInput(event: InputEvent): void {
    // What an input method is about to write is not ours to change, nor what the shopper undid.
    if (event.isComposing || event.inputType?.startsWith("history")) return;
    this.#typed(event.target, event.inputType ?? "");
  }

  #typed(target: EventTarget | null, inputType: string): void {
    const found = this.#help(target);
    if (!found) return;
    const { input, kind } = found;
    const isDeleting = inputType.startsWith("delete");
    if (kind === "card") {
      const before = this.#before.get(input) ?? "";
      if (isDeleting) deleteDigitBehindSpace(input, before, inputType);
      rewrite(input, spaced(input.value), isDeleting);
      this.#showBrand(input);
    } else {
      rewrite(input, dated(input.value, isDeleting), isDeleting);
    }
    this.#before.set(input, input.value);
  }

  /** Some password managers tell of nothing but the change. */
  #finished(target: EventTarget | null): void {
    const found = this.#help(target);
    if (!found) return;
    const { input, kind } = found;
    const value = kind === "card" ? spaced(input.value) : whole(input.value);
    if (value !== input.value) setValue(input, value);
    if (kind === "card") this.#showBrand(input);
  }

  #help(target: EventTarget | null): { input: HTMLInputElement; kind: Kind } | undefined {
    if (!(target instanceof HTMLInputElement) || target.form !== this.#form) return undefined;
    const kind = kindOf(target, this.#policy);
    return kind === "card" || kind === "expiry" ? { input: target, kind } : undefined;
  }

  /** In `<output data-waxseal-brand for="…">`, which a screen reader reads out when it changes. */
  #showBrand(input: HTMLInputElement): void {
    const root = this.#form.getRootNode() as ParentNode & Node;
    const outputs = root.querySelectorAll<HTMLOutputElement>("output[data-waxseal-brand]");
    const output = [...outputs].find(({ htmlFor }) => htmlFor.contains(input.id));
    const brand = brandOf(input.value);
    if (output && output.textContent !== brand) output.textContent = brand;
  }
}
