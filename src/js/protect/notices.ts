import type { WaxsealError } from "../core/errors.js";
import type { Contact } from "../core/manifest.js";
import type { Problem } from "../seal/form.js";
import { forShoppers, type Messages } from "../seal/messages.js";
import { emit } from "./events.js";
import { clearAlert, log, showAlert } from "./tell.js";
import { Marks, point } from "./validity.js";

/** What the page and its shopper are told of one form. */
export class Notices {
  readonly #form: HTMLFormElement;
  readonly #messages: () => Messages;
  readonly #marks = new Marks();
  /** How else to order. */
  contact: Contact | undefined;

  constructor(form: HTMLFormElement, messages: () => Messages) {
    this.#form = form;
    this.#messages = messages;
  }

  /** Points at what is wrong with the fields. */
  point(problems: readonly Problem[]): true {
    const hidden = point(this.#form, problems, this.#marks, this.#messages());
    if (hidden) showAlert(this.#form, hidden);
    return true;
  }

  /** Tells the page, and the shopper unless the page does. */
  show(error: WaxsealError): true {
    if (emit(this.#form, "waxseal:error", error)) {
      log(error);
      showAlert(this.#form, forShoppers(this.#messages(), error), this.contact);
    }
    return true;
  }

  /** Takes back what the shopper was told. */
  clear(): void {
    this.#marks.clear();
    clearAlert(this.#form);
  }
}

