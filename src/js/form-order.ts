import { clearSecrets } from "./clear-secrets.js";
import { WaxsealError } from "./error.js";
import { emit } from "./events.js";
import { idle } from "./idle.js";
import { reworded } from "./messages.js";
import { Order } from "./order.js";
import { type Outgoing, outgoing } from "./outgoing.js";
import type { ProtectOptions } from "./protect.js";
import { readForm, type Reading } from "./reading.js";
import type { SealOptions, Sealer } from "./sealer.js";
import type { Submission } from "./submission.js";
import { mistakes, namesLeft, warn } from "./warnings.js";

/** Days before its end from which a manifest is told of. */
const EXPIRING = 21;
const DAY = 86_400;

/** What a browser takes for the delay of a timer. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** Reads, seals and tells of one form, once there is a manifest. */
export class FormOrder {
  readonly sealer: Sealer;
  readonly #form: HTMLFormElement;
  readonly #options: ProtectOptions;
  readonly #order = new Order();
  #released = false;

  constructor(form: HTMLFormElement, sealer: Sealer, options: ProtectOptions) {
    this.sealer = sealer;
    this.#form = form;
    this.#options = options;
    this.prepareSoon();
    wipeAtEnd(sealer);
    // Later than `protect` returns: a page may well listen only then.
    queueMicrotask(() => this.#announce());
  }

  /** Reads and checks every field. */
  read(): Reading {
    return readForm(this.#form, this.sealer, this.#options.form);
  }

  /** Why the browser may not send the form itself: an address is kept in more places than a body. */
  refusal(submission: Submission): WaxsealError | undefined {
    const { allowGet } = this.#options;
    if (allowGet || submission.stripsOnly || submission.method(this.#form) !== "get") return undefined;
    return reworded(this.sealer.messages, new WaxsealError("policy", GET));
  }

  /** The line for what was read, or the reason why there is none. */
  line(reading: Reading, submission: Submission): string {
    const refusal = this.refusal(submission);
    if (refusal && !submission.byScript) throw refusal;
    return this.#order.line(this.sealer, reading, this.#sealOptions());
  }

  /** What may leave, with the line if it can be sealed. */
  outgoing(reading: Reading, submission: Submission): Outgoing {
    const line = submission.stripsOnly ? undefined : this.#lineOrTell(reading, submission);
    return outgoing(this.sealer, reading, this.#options.into, line);
  }

  /** Tells the page of an order, once. */
  tellSealed(reading: Reading, dropped: readonly string[]): void {
    if (!this.#order.tell("sealed")) return;
    this.prepareSoon();
    emit(this.#form, "waxseal:sealed", { fields: [...reading.values.keys()], dropped });
    warn(this.sealer, "not sent, for neither marked nor passed", dropped);
  }

  /** Makes the next order's keys when the page has nothing better to do. */
  prepareSoon(): void {
    idle(() => {
      try {
        if (!this.#released) this.sealer.prepare(this.#sealOptions());
      } catch {
        // The same reason is told when the form is sealed.
      }
    });
  }

  /** The same content would be a new order. */
  forget(): void {
    this.#order.forget();
  }

  /** What was sent is neither shown nor sent again. */
  restore(): void {
    if (this.#order.isSealed) clearSecrets(this.#form, this.sealer);
    this.forget();
    this.prepareSoon();
  }

  /** No more of it. */
  release(): void {
    this.#released = true;
    this.forget();
    this.sealer.wipe();
  }

  #lineOrTell(reading: Reading, submission: Submission): string | undefined {
    try {
      return this.line(reading, submission);
    } catch (error) {
      if (!(error instanceof WaxsealError)) throw error;
      if (this.#order.tell("failed")) emit(this.#form, "waxseal:error", error);
    }
    return undefined;
  }

  #sealOptions(): SealOptions {
    const { form, ref, group } = this.#options;
    return { form, ref: current(ref), group: current(group) };
  }

  /** Tells the developer what is to be mended before anyone types. */
  #advise(): void {
    warn(this.sealer, "in clear if the script does not run", namesLeft(this.#form, this.sealer));
    warn(this.sealer, "cannot be sealed", mistakes(this.read()));
  }

  #announce(): void {
    if (this.#released) return;
    const { sealer } = this;
    emit(this.#form, "waxseal:ready", { sealer });
    if (sealer.manifest.env === "test") this.#advise();
    for (const warning of sealer.warnings) emit(this.#form, "waxseal:error", warning);
    if (sealer.secondsLeft() < EXPIRING * DAY) {
      emit(this.#form, "waxseal:expiring", { expires: new Date(sealer.manifest.exp * 1000) });
    }
  }
}

/** On its own: what the timer waits with is kept till then, which the form must not be. */
function wipeAtEnd(sealer: Sealer): void {
  const left = Math.max(sealer.secondsLeft() * 1000, 0);
  setTimeout(() => sealer.wipe(), Math.min(left, LONGEST_DELAY));
}

const GET = "the form's method is GET: use POST, or allowGet";

function current(value: string | (() => string | undefined) | undefined): string | undefined {
  return (typeof value === "function" ? value() : value) || undefined;
}
