import { mayPass, WaxsealError } from "../core/errors.js";
import type { Contact } from "../core/manifest.js";
import { answer, hearSubmitMethod, lastly } from "../dom/form.js";
import { selfSealing } from "../seal/form.js";
import type { Sealer } from "../seal/sealer.js";
import { Names } from "./names.js";
import { Notices } from "./notices.js";
import type { ProtectOptions } from "./options.js";
import { FormOrder, type Leaving, NOTHING } from "./order.js";
import { Submission } from "./submission.js";
import { register, unregister } from "./window.js";

/** One form under protection: what happens at each of its events. */
export class Protection {
  readonly form: HTMLFormElement;
  readonly #options: ProtectOptions;
  readonly #names: Names;
  readonly #notices: Notices;
  readonly #released = new AbortController();
  readonly #seen = new WeakSet<Event>();
  #order: FormOrder | undefined;
  #failure: WaxsealError | undefined;
  #again: (() => void) | undefined;
  #held: Submission | undefined;
  #submit: Event | undefined;
  #submission = new Submission();
  readonly #giveSubmitBack: () => void;

  constructor(form: HTMLFormElement, options: ProtectOptions) {
    this.form = form;
    this.#options = options;
    this.#names = new Names(form);
    this.#giveSubmitBack = hearSubmitMethod(form, () => this.#submission.sendByMethod());
    this.#notices = new Notices(form, () => options.messages ?? this.#order?.sealer.messages ?? {});
    this.#listen();
    register(this);
    selfSealing.set(form, this);
  }

  /** Seals with this from now on, and resumes the submit that waited for it. */
  use(sealer: Sealer): void {
    if (this.#released.signal.aborted) return;
    this.#order = new FormOrder(this.form, sealer, this.#options);
    this.#notices.contact = sealer.manifest.contact;
    const held = this.#letGo();
    if (held && this.form.isConnected) held.repeat(this.form);
  }

  /**
   * Nothing can be sent; the contact says how else to order. If what failed may pass, the next submit
   * tries it again.
   */
  fail(error: WaxsealError, contact?: Contact, again?: () => void): void {
    if (this.#released.signal.aborted) return;
    this.#failure = error;
    this.#again = mayPass(error) ? again : undefined;
    this.#notices.contact = contact;
    this.#letGo();
    this.#notices.show(error);
  }

  /** Gives the form back as it was; a submit that is on its way leaves protected. */
  release(): void {
    unregister(this);
    selfSealing.delete(this.form);
    if (this.#submit?.eventPhase) setTimeout(() => this.#end());
    else this.#end();
  }

  #end(): void {
    this.#released.abort();
    this.#names.giveBack();
    this.#giveSubmitBack();
    this.#notices.clear();
    this.#letGo();
    this.#order?.release();
  }

  /** Seals for a script that sends the form itself. */
  sealForm(submitter: HTMLElement | null): FormData {
    if (!this.#order) throw this.#failure ?? new WaxsealError("not-ready", "no manifest yet");
    this.#submission = new Submission(undefined, true);
    const giveBack = this.#names.takeRadios();
    try {
      this.#order.lineNow(this.#submission);
      return new FormData(this.form, submitter);
    } finally {
      giveBack();
      this.#startOver();
    }
  }

  /** Checks every field before anyone else hears of the submit. */
  onSubmit(event: SubmitEvent): void {
    if (this.#hasSeen(event)) return;
    this.#submit = event;
    this.#submission = new Submission(event);
    let stops = true;
    try {
      this.#notices.clear();
      if (this.#submission.closesOnly(this.form)) return void (stops = false);
      stops = this.#stops();
    } finally {
      // Also where the page's own code threw: what was not checked is not sent.
      if (stops) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    }
    if (!stops) lastly(event, () => this.#leave(event));
  }

  /** Leaves in the entries what may leave, first and again last. */
  onFormData(event: FormDataEvent): void {
    if (this.#hasSeen(event)) return;
    this.#names.take();
    let leaving = NOTHING;
    try {
      leaving = this.#order?.leaving(this.#submission) ?? NOTHING;
    } finally {
      this.#filter(event, leaving);
    }
  }

  /** The page is left, and may be kept. */
  onHide(): void {
    this.#order?.wipe();
  }

  /** The page is back as it was left. */
  onRestore(): void {
    this.#startOver();
    this.#order?.restore();
  }

  #listen(): void {
    const { signal } = this.#released;
    const first = { signal, capture: true };
    // A control named `addEventListener` would hide the form's own.
    const listen: HTMLFormElement["addEventListener"] =
      EventTarget.prototype.addEventListener.bind(this.form);
    // Forms in a shadow tree and detached ones: the window does not hear of them.
    listen("submit", (event) => this.onSubmit(event), first);
    listen("formdata", (event) => this.onFormData(event), first);
    listen("input", () => this.#startOver(), { signal });
    listen("change", () => this.#startOver(), { signal });
    listen("reset", () => this.#reset(), { signal });
    answer(this.form, () => this.#order?.sealer, signal);
  }

  /** Unless a script took the submit over, the browser sends the form now. */
  #leave(event: SubmitEvent): void {
    if (event.defaultPrevented) return;
    const refusal = this.#order?.refusal(this.#submission);
    if (refusal) event.preventDefault();
    if (refusal) this.#notices.show(refusal);
    else setTimeout(this.#names.takeRadios());
  }

  /** Filters the entries now, and once more when everyone else has heard of the event. */
  #filter(event: FormDataEvent, { line, fields, filter, wipe }: Leaving): void {
    const apply = () => {
      try {
        return filter(event.formData);
      } catch (error) {
        NOTHING.filter(event.formData);
        wipe();
        throw error;
      }
    };
    const dropped = apply();
    // Where the page stops the event, nothing comes last.
    setTimeout(wipe);
    lastly(event, () => {
      const all = new Set([...dropped, ...apply()]);
      wipe();
      if (line !== undefined) this.#order?.tellSealed(fields, [...all]);
    });
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
    this.#notices.clear();
    this.#order?.forget();
  }

  /** True if the form is not to be sent now; whoever has to know was told why. */
  #stops(): boolean {
    if (this.#failure && !this.#triesAgain()) return this.#notices.show(this.#failure);
    if (!this.#order) return this.#hold();
    this.#names.take();
    return !this.#submission.stripsOnly && this.#refuses(this.#order);
  }

  #triesAgain(): boolean {
    const again = this.#again;
    if (!again) return false;
    this.#failure = undefined;
    this.#again = undefined;
    again();
    return true;
  }

  /** Keeps one submit until the manifest is there. */
  #hold(): true {
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

  #refuses(order: FormOrder): boolean {
    const found = order.read();
    try {
      if (found.problems.length > 0) return this.#notices.point(found.problems);
      // Sealed now, so that whatever fails stops the submit; `formdata` asks for the same line.
      order.line(found, this.#submission);
    } catch (error) {
      if (error instanceof WaxsealError) return this.#notices.show(error);
      throw error;
    } finally {
      found.reading.wipe();
    }
    return false;
  }
}
