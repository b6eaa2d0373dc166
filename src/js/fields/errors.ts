import { type Control, isVisible } from "../dom/controls.js";
import { ask } from "../dom/form.js";
import type { InvalidDetail, ReadyDetail } from "../protect/events.js";
import { isComplete } from "./card.js";
import { isPast } from "./expiry.js";
import { fieldNameOf, kindOf, type Policy } from "./kinds.js";
import { labelOf } from "./labels.js";
import { say } from "./messages.js";
import { Note } from "./note.js";
import type { FieldsOptions } from "./options.js";
import { Summary } from "./summary.js";

/** What is wrong with a field, until it is mended. */
interface Wrong {
  readonly field: string;
  readonly control: Control | null;
  readonly note?: Note | undefined;
}

/** Tells the errors of one form: beside each field, and in a summary that takes the focus. */
export class Errors {
  readonly #form: HTMLFormElement;
  readonly #options: FieldsOptions;
  readonly #summary: Summary | undefined;
  readonly #stopped = new AbortController();
  #policy: Policy | undefined;
  #wrongs: Wrong[] = [];
  #gathering = false;

  constructor(form: HTMLFormElement, options: FieldsOptions) {
    this.#form = form;
    // Its manifest may have been there before.
    this.#policy = ask(form);
    this.#options = options;
    const { summary = true } = options;
    const title = this.#say("summary", "", null);
    this.#summary = summary === false ? undefined : new Summary(form, summary, title);
    this.#listen(form.getRootNode());
  }

  /** No more, and nothing is told any longer. */
  stop(): void {
    this.#stopped.abort();
    this.#clear();
    this.#summary?.remove();
  }

  #listen(root: Node): void {
    const { signal } = this.#stopped;
    const first = { capture: true, signal };
    this.#form.addEventListener("waxseal:ready", ({ detail }) => this.#ready(detail), { signal });
    this.#form.addEventListener("waxseal:invalid", (event) => this.#refused(event), { signal });
    this.#form.addEventListener("submit", () => this.#clear(), { signal });
    this.#form.addEventListener("reset", () => this.#clear(), { signal });
    root.addEventListener("invalid", (event) => this.#invalid(event), first);
    root.addEventListener("input", (event) => this.#changed(event), first);
    root.addEventListener("change", (event) => this.#changed(event), first);
  }

  #ready({ sealer }: ReadyDetail): void {
    this.#policy = sealer;
  }

  /** Of the policy: told here, so not in a bubble too. */
  #refused(event: CustomEvent<InvalidDetail>): void {
    const { field, code, element } = event.detail;
    const control = element as Control | null;
    const canTell = this.#summary !== undefined || (control !== null && isVisible(control));
    if (event.defaultPrevented || !canTell) return;
    event.preventDefault();
    this.#add(field, control, this.#say(code, field, control));
  }

  /** Of the page's own rules, such as `required`, which the browser checks first. */
  #invalid(event: Event): void {
    const control = event.target as Control & { form?: HTMLFormElement | null };
    if (control.form !== this.#form || event.defaultPrevented || !isVisible(control)) return;
    event.preventDefault();
    const field = fieldNameOf(control, this.#policy);
    const code = control.validity?.valueMissing ? "missing-field" : "invalid-field";
    const own = field === "" || control.validity?.customError;
    const text = own ? (control.validationMessage ?? "") : this.#say(code, field, control);
    this.#add(field, control, text);
  }

  #add(field: string, control: Control | null, text: string): void {
    if (!this.#gathering) this.#gather();
    const note = control && isVisible(control) ? new Note(control, text, true) : undefined;
    this.#wrongs.push({ field, control, note });
    this.#summary?.add(control, control ? labelOf(control, field) : field, text);
  }

  /** One submit tells several. The browser's own are told one by one, so a microtask is too soon. */
  #gather(): void {
    this.#clear();
    this.#gathering = true;
    setTimeout(() => {
      this.#gathering = false;
      if (this.#wrongs.length > 0) this.#lead();
    });
  }

  /** Brings the shopper to what is wrong. */
  #lead(): void {
    if (this.#summary) return this.#summary.focus();
    const controls = this.#wrongs.flatMap(({ control, note }) => (control && note ? [control] : []));
    controls[0]?.focus();
  }

  /** What was wrong is not any longer, as far as the shopper knows. */
  #changed({ target }: Event): void {
    const control = target as Control & { form?: HTMLFormElement | null };
    if (control.form !== this.#form) return;
    const field = fieldNameOf(control, this.#policy);
    const isOver = (wrong: Wrong) => wrong.control === control || (field !== "" && wrong.field === field);
    for (const wrong of this.#wrongs.filter(isOver)) {
      wrong.note?.remove();
      this.#summary?.drop(wrong.control);
    }
    this.#wrongs = this.#wrongs.filter((wrong) => !isOver(wrong));
    if (control instanceof HTMLInputElement) this.#remark(control, field);
  }

  /** While it is typed: when it cannot become right any more. At the change a button would jump. */
  #remark(control: HTMLInputElement, field: string): void {
    const kind = kindOf(control, this.#policy);
    const { value } = control;
    let note: Note | undefined;
    if (kind === "card" && isComplete(value) && this.#isRefused(field, value)) {
      note = new Note(control, this.#say("invalid-field", field, control), true);
    } else if (kind === "expiry" && isPast(value)) {
      note = new Note(control, this.#say("expired-card", field, control), false);
    }
    if (note) this.#wrongs.push({ field, control, note });
  }

  #isRefused(field: string, value: string): boolean {
    try {
      return this.#policy?.canonical(field, value) === "";
    } catch {
      return true;
    }
  }

  #clear(): void {
    for (const { note } of this.#wrongs) note?.remove();
    this.#wrongs = [];
    this.#summary?.clear();
  }

  #say(code: string, field: string, control: Control | null): string {
    const kind = control ? kindOf(control, this.#policy) : undefined;
    const label = control ? labelOf(control, field) : field;
    return say(this.#options.messages ?? {}, code, kind, field, label);
  }
}
