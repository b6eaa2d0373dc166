import { WaxsealError } from "../core/errors.js";
import type { Choice, Page } from "../core/page.js";
import { fieldControls, originalName } from "../dom/controls.js";
import { DEFAULT_INTO, type FormReading, marksOf, type Problem, readForm } from "../seal/form.js";
import { reworded } from "../seal/messages.js";
import { pageOf, type Sealer, timeOf } from "../seal/sealer.js";
import { emit } from "./events.js";
import { Line } from "./line.js";
import type { ProtectOptions } from "./options.js";
import { clearSecrets } from "./secrets.js";
import type { Submission } from "./submission.js";
import { warn } from "./tell.js";

/** Days before its end from which a manifest is told of. */
const EXPIRING = 21;
const DAY = 86_400;

/** What a browser takes for the delay of a timer. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** What may leave of a form. */
export interface Leaving {
  /** The sealed order; none while it cannot be sealed. */
  readonly line?: string | undefined;
  /** The fields that have a value. */
  readonly fields: readonly string[];
  /** Leaves in `data` what may leave. Returns the names that the policy does not know. */
  filter(data: FormData): readonly string[];
  /** When no more of it is asked. */
  wipe(): void;
}

/** Before a manifest is verified nothing is allowed. */
export const NOTHING: Leaving = {
  fields: [],
  filter: (data) => {
    for (const name of [...data.keys()]) data.delete(name);
    return [];
  },
  wipe: () => {},
};

/** Reads, seals and tells of one form, once there is a manifest. */
export class FormOrder {
  readonly sealer: Sealer;
  readonly #page: Page;
  readonly #form: HTMLFormElement;
  readonly #options: ProtectOptions;
  readonly #line = new Line();
  #released = false;

  constructor(form: HTMLFormElement, sealer: Sealer, options: ProtectOptions) {
    this.sealer = sealer;
    this.#page = pageOf(sealer);
    this.#form = form;
    this.#options = options;
    this.prepareSoon();
    wipeAtEnd(sealer);
    // Later than `protect` returns: a page may well listen only then.
    queueMicrotask(() => this.#announce());
  }

  /** Reads and checks every field. Wipe what was read. */
  read(): FormReading {
    return this.#coded(() => readForm(this.#form, this.#page, this.sealer.messages, this.#options.form));
  }

  /** Why the browser may not send the form itself: an address is kept in more places than a body. */
  refusal(submission: Submission): WaxsealError | undefined {
    const { allowGet } = this.#options;
    if (allowGet || submission.stripsOnly || submission.method(this.#form) !== "get") return undefined;
    return reworded(this.sealer.messages, new WaxsealError("policy", GET));
  }

  /** The line for what was read, or the reason why there is none. */
  line(found: FormReading, submission: Submission): string {
    const refusal = this.refusal(submission);
    if (refusal && !submission.byScript) throw refusal;
    const choice = this.#choice();
    return this.#coded(() => this.#line.of(this.#page, found, choice, timeOf(this.sealer)));
  }

  /** The line for what the form holds now. */
  lineNow(submission: Submission): string {
    const found = this.read();
    try {
      return this.line(found, submission);
    } finally {
      found.reading.wipe();
    }
  }

  /** What may leave now, with the line if it can be sealed. */
  leaving(submission: Submission): Leaving {
    const found = this.read();
    const { reading } = found;
    let line: string | undefined;
    try {
      line = submission.stripsOnly ? undefined : this.#lineOrTell(found, submission);
    } catch (error) {
      reading.wipe();
      throw error;
    }
    const into = this.#options.into ?? DEFAULT_INTO;
    const filter = (data: FormData) => this.#coded(() => this.#page.filter(reading, data, into, line));
    return { line, fields: reading.fields, filter, wipe: reading.wipe };
  }

  /** Tells the page of an order, once. */
  tellSealed(fields: readonly string[], dropped: readonly string[]): void {
    if (!this.#line.tell("sealed")) return;
    this.prepareSoon();
    emit(this.#form, "waxseal:sealed", { fields, dropped });
    warn(this.sealer.manifest, "not sent, for neither marked nor passed", dropped);
  }

  /** Makes the next order's keys when the page has nothing better to do. */
  prepareSoon(): void {
    idle(() => {
      try {
        if (!this.#released) this.sealer.prepare(this.#choice());
      } catch {
        // The same reason is told when the form is sealed.
      }
    });
  }

  /** The same content would be a new order. */
  forget(): void {
    this.#line.forget();
  }

  /** What was sent is neither shown nor sent again. */
  restore(): void {
    if (this.#line.isSealed) clearSecrets(this.#form, this.#page);
    this.forget();
    this.prepareSoon();
  }

  /** No more of it. */
  release(): void {
    this.#released = true;
    this.forget();
    this.wipe();
  }

  /** Forgets prepared keys. A module that has stopped has none. */
  wipe(): void {
    quietly(() => this.sealer.wipe());
  }

  #lineOrTell(found: FormReading, submission: Submission): string | undefined {
    try {
      return this.line(found, submission);
    } catch (error) {
      if (!(error instanceof WaxsealError)) throw error;
      if (this.#line.tell("failed")) emit(this.#form, "waxseal:error", error);
    }
    return undefined;
  }

  #choice(): Choice {
    const { form, ref, group } = this.#options;
    return { form, group: current(group), ref: current(ref) };
  }

  #coded<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw reworded(this.sealer.messages, error);
    }
  }

  /** Tells the developer what is to be mended before anyone types. */
  #advise(): void {
    const { manifest } = this.sealer;
    warn(manifest, "in clear if the script does not run", namesLeft(this.#form, this.#page));
    const { reading, problems } = this.read();
    reading.wipe();
    warn(manifest, "cannot be sealed", mistakes(problems));
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
  setTimeout(() => quietly(() => sealer.wipe()), Math.min(left, LONGEST_DELAY));
}

function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // There is nothing left to wipe.
  }
}

const GET = "the form's method is GET: use POST, or allowGet";

function current(value: string | (() => string | undefined) | undefined): string | undefined {
  return (typeof value === "function" ? value() : value) || undefined;
}

/** Runs when the page has nothing better to do. */
function idle(action: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(action);
  else setTimeout(action, 200);
}

/** What the page's developer can mend before anyone types: a value that is missing is none of it. */
function mistakes(problems: readonly Problem[]): string[] {
  const isMistake = ({ error, controls }: Problem) => controls.length === 0 || !/^(inv|miss)/.test(error.code);
  return problems.filter(isMistake).map(({ error, field }) => `${field} (${error.code})`);
}

/**
 * The names that the page gave to fields' inputs: a browser that does not run the script sends them
 * as they are. Radios need theirs, and a field that also passes is sent in clear in both cases.
 */
function namesLeft(form: HTMLFormElement, page: Page): string[] {
  const sealed = fieldControls(form).filter((control) => {
    const field = page.manifest.fields[page.fieldOf(...marksOf(control))];
    return control.type !== "radio" && !field?.["also-pass"];
  });
  return sealed.flatMap((control) => originalName(control) ?? []);
}
