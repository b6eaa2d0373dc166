import { Alert } from "./alert.js";
import { clearSecrets } from "./clear-secrets.js";
import { WaxsealError } from "./error.js";
import { emit } from "./events.js";
import { idle } from "./idle.js";
import { Marks } from "./marks.js";
import { forShoppers, type Messages, reworded } from "./messages.js";
import { Names } from "./names.js";
import { Order } from "./order.js";
import { apply, nothing, type Outgoing, outgoing } from "./outgoing.js";
import { point } from "./point.js";
import type { ProtectOptions } from "./protect.js";
import { type Problem, readForm, type Reading } from "./reading.js";
import { register, unregister } from "./registry.js";
import type { SealFormOptions, Sealer } from "./sealer.js";
import { Submission } from "./submission.js";

const EXPIRING = 21 * 86_400;

/** One form under protection: what happens at each of its events. */
export class Protection {
  readonly form: HTMLFormElement;
  readonly #options: ProtectOptions;
  readonly #names: Names;
  readonly #marks = new Marks();
  readonly #alert: Alert;
  readonly #order = new Order();
  readonly #released = new AbortController();
  #sealer: Sealer | undefined;
  #failure: WaxsealError | undefined;
  #held: Submission | undefined;
  #submission = new Submission();
  readonly #seen = new WeakSet<Event>();

  constructor(form: HTMLFormElement, options: ProtectOptions) {
    this.form = form;
    this.#options = options;
    this.#names = new Names(form);
    this.#alert = new Alert(form);
    this.#listen();
    register(this);
  }

  /** Seals with this from now on, and resumes the submit that waited for it. */
  use(sealer: Sealer): void {
    if (this.#released.signal.aborted) return;
    this.#sealer = sealer;
    this.#prepareSoon();
    // Later than `protect` returns: a page may well listen only then.
    queueMicrotask(() => this.#announce(sealer));
    this.#resume();
  }

  /** Nothing can be sent. */
  fail(error: WaxsealError, sealer?: Sealer): void {
    if (this.#released.signal.aborted) return;
    this.#failure = error;
    this.#letGo();
    this.#show(error, sealer);
  }

  /** Gives the form back as it was. */
  release(): void {
    this.#released.abort();
    unregister(this);
    this.#names.giveBack();
    this.#marks.clear();
    this.#alert.clear();
    this.#letGo();
    this.#sealer?.wipe();
  }

  /** Seals for a script that sends the form itself. */
  sealForm(submitter: HTMLElement | null): FormData {
    if (!this.#sealer) throw this.#failure ?? new WaxsealError("not-ready", "no manifest yet");
    this.#order.line(this.#sealer, this.#read(this.#sealer), this.#sealOptions());
    this.#submission = new Submission(submitter, true);
    const data = new FormData(this.form, submitter);
    this.#startOver();
    return data;
  }

  /** Checks every field before anyone else hears of the submit. */
  onSubmit(event: SubmitEvent): void {
    if (this.#hasSeen(event)) return;
    this.#marks.clear();
    this.#alert.clear();
    this.#submission = new Submission(event.submitter ?? null);
    if (this.#submission.closesOnly(this.form)) return;
    const stopped = this.#failure ? this.#show(this.#failure) : this.#hold() || this.#refuse();
    if (!stopped) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** Leaves in the entries what may leave, first and again last. */
  onFormData(event: FormDataEvent): void {
    if (this.#hasSeen(event)) return;
    this.#names.take();
    const reading = this.#sealer && this.#read(this.#sealer);
    const allowed = this.#outgoing(reading);
    const dropped = new Set(apply(event.formData, allowed));
    const last = (again: Event) => {
      if (again !== event) return;
      for (const name of apply(event.formData, allowed)) dropped.add(name);
      if (reading && allowed.line !== undefined) this.#tellSealed(reading, [...dropped]);
    };
    // The window, or the root of a form that it does not hear of. Added now, it comes last.
    event.composedPath().at(-1)?.addEventListener("formdata", last, { once: true });
  }

  /** The page is left, and may be kept. */
  onHide(): void {
    this.#sealer?.wipe();
  }

  /** The page is back as it was left: what was sent is not sent again by mistake. */
  onRestore(): void {
    if (this.#sealer && this.#order.isSealed) clearSecrets(this.form, this.#sealer);
    this.#order.forget();
    this.#prepareSoon();
  }

  #listen(): void {
    const { signal } = this.#released;
    // Forms in a shadow tree and detached ones: the window does not hear of them.
    this.form.addEventListener("submit", (event) => this.onSubmit(event), { signal, capture: true });
    this.form.addEventListener("formdata", (event) => this.onFormData(event), {
      signal,
      capture: true,
    });
    this.form.addEventListener("input", () => this.#startOver(), { signal });
    this.form.addEventListener("change", () => this.#startOver(), { signal });
    this.form.addEventListener("reset", () => this.#reset(), { signal });
  }

  #hasSeen(event: Event): boolean {
    if (this.#seen.has(event)) return true;
    this.#seen.add(event);
    return false;
  }

  /** What the last submit asked for is over. */
  #startOver(): void {
    this.#submission = new Submission();
  }

  #reset(): void {
    this.#startOver();
    this.#marks.clear();
    this.#alert.clear();
    this.#order.forget();
  }

  /** Keeps one submit until the manifest is there. */
  #hold(): boolean {
    if (this.#sealer) return false;
    this.#held ??= this.#submission;
    this.form.setAttribute("aria-busy", "true");
    return true;
  }

  #letGo(): Submission | undefined {
    const held = this.#held;
    this.#held = undefined;
    if (held) this.form.removeAttribute("aria-busy");
    return held;
  }

  #resume(): void {
    const held = this.#letGo();
    if (held && this.form.isConnected) held.repeat(this.form);
  }

  /** True if the form is not to be sent as it is; the shopper or the page was told why. */
  #refuse(): boolean {
    this.#names.take();
    const sealer = this.#sealer;
    if (!sealer || this.#submission.stripsOnly) return false;
    const reading = this.#read(sealer);
    if (reading.problems.length > 0) return this.#point(reading.problems);
    try {
      this.#refuseGet();
      // Sealed now, so that whatever fails stops the submit; `formdata` asks for the same line.
      this.#order.line(sealer, reading, this.#sealOptions());
      return false;
    } catch (error) {
      return this.#show(asCoded(error));
    }
  }

  #point(problems: readonly Problem[]): true {
    const hidden = point(this.form, problems, this.#marks, this.#messages());
    if (hidden) this.#alert.show(hidden);
    return true;
  }

  #refuseGet(): void {
    if (this.#options.allowGet || this.#submission.method(this.form) !== "get") return;
    const why = "the form's method is GET, which puts the order into addresses and logs";
    const error = new WaxsealError("policy", `${why}: use POST, or allowGet`);
    throw reworded(this.#messages(), error);
  }

  #outgoing(reading: Reading | undefined): Outgoing {
    const { into } = this.#options;
    if (!this.#sealer || !reading) return nothing(into);
    const line = this.#submission.stripsOnly ? undefined : this.#line(this.#sealer, reading);
    return outgoing(this.#sealer, reading, into, line);
  }

  #line(sealer: Sealer, reading: Reading): string | undefined {
    try {
      this.#refuseGet();
      return this.#order.line(sealer, reading, this.#sealOptions());
    } catch (error) {
      const coded = asCoded(error);
      if (this.#order.tell("failed")) emit(this.form, "waxseal:error", coded);
      return undefined;
    }
  }

  #read(sealer: Sealer): Reading {
    return readForm(this.form, sealer, this.#options.form);
  }

  #sealOptions(): SealFormOptions {
    const { form, ref, group } = this.#options;
    return { form, ref: current(ref), group: current(group) };
  }

  #messages(): Messages {
    return this.#options.messages ?? this.#sealer?.messages ?? {};
  }

  #tellSealed(reading: Reading, dropped: readonly string[]): void {
    if (!this.#order.tell("sealed")) return;
    this.#prepareSoon();
    emit(this.form, "waxseal:sealed", { fields: [...reading.values.keys()], dropped });
    if (this.#sealer?.manifest.env === "test" && dropped.length > 0) {
      console.warn(`waxseal: not sent, as the policy does not name them: ${dropped.join(", ")}`);
    }
  }

  /** Tells the page, and the shopper unless the page does. */
  #show(error: WaxsealError, sealer = this.#sealer): true {
    if (emit(this.form, "waxseal:error", error)) {
      this.#alert.show(forShoppers(this.#messages(), error), sealer?.manifest.contact);
    }
    return true;
  }

  #announce(sealer: Sealer): void {
    if (this.#released.signal.aborted) return;
    emit(this.form, "waxseal:ready", { sealer });
    for (const warning of sealer.warnings) emit(this.form, "waxseal:error", warning);
    if (sealer.secondsLeft() < EXPIRING) {
      emit(this.form, "waxseal:expiring", { expires: new Date(sealer.manifest.exp * 1000) });
    }
  }

  #prepareSoon(): void {
    idle(() => {
      if (this.#released.signal.aborted) return;
      try {
        this.#sealer?.prepare(this.#sealOptions());
      } catch {
        // The same reason is told when the form is sealed.
      }
    });
  }
}

function current(value: string | (() => string | undefined) | undefined): string | undefined {
  return (typeof value === "function" ? value() : value) || undefined;
}

function asCoded(error: unknown): WaxsealError {
  if (error instanceof WaxsealError) return error;
  throw error;
}
