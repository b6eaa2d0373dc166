import { protect, type ProtectOptions, Sealer, WaxsealError } from "waxseal";
import { whenFormsMayChange } from "./changes.js";
import type { UseWaxsealOptions, WaxsealState } from "./state.js";

/** One object, so that saying it again renders nothing. */
export const LOADING = { status: "loading" } as const;

/** Where the options of the latest render are. */
interface Latest {
  readonly current: UseWaxsealOptions;
}

/** Which attachment protects a form. */
const protectors = new WeakMap<HTMLFormElement, Attachment<string>>();

/** One form under protection, with one sealer, until it ends. */
export class Attachment<Field extends string> {
  readonly #form: HTMLFormElement;
  readonly #source: string;
  readonly #tell: (state: WaxsealState<Field>) => void;
  #unprotect = () => {};
  #hasEnded = false;
  /** Its component is gone, or hidden. */
  #isLeft = false;
  #stopWaiting = () => {};
  /** Another component's, which protected the form first. */
  #before: Attachment<string> | undefined;

  /** Protects a form, and tells how it goes. What a component has left to itself gives way. */
  constructor(
    form: HTMLFormElement,
    latest: Latest,
    tell: (state: WaxsealState<Field>) => void,
  ) {
    this.#form = form;
    this.#source = sourceOf(latest.current);
    this.#tell = tell;
    const before = protectors.get(form);
    if (before?.givesWay) before.end();
    this.#protect(latest);
  }

  /** The form, if it is in the document. */
  get standing(): HTMLFormElement | undefined {
    return this.#form.isConnected ? this.#form : undefined;
  }

  /** Whether another component may have the form. */
  get givesWay(): boolean {
    return this.#isLeft || this.#hasEnded;
  }

  /** Whether it still is what a render asks for. */
  isFor(form: HTMLFormElement | undefined, options: UseWaxsealOptions): boolean {
    return form === this.#form && sourceOf(options) === this.#source && !(this.#before && this.#before.givesWay);
  }

  /** Nobody follows it any more: it ends when its form is gone from the document. */
  leave(): void {
    this.#isLeft = true;
    const endWithForm = () => {
      if (this.#isLeft && !this.standing) this.end();
    };
    // React takes the form away in the same task, if it does.
    queueMicrotask(endWithForm);
    this.#stopWaiting = whenFormsMayChange(endWithForm);
  }

  /** The component is back. */
  stay(): void {
    this.#isLeft = false;
    this.#stopWaiting();
  }

  /** Gives the form back. Nothing is told any more. */
  end(): void {
    this.stay();
    this.#hasEnded = true;
    this.#unprotect();
  }

  #protect(latest: Latest): void {
    try {
      this.#unprotect = protect(this.#form, () => this.#load(latest.current), live(latest));
      protectors.set(this.#form, this);
    } catch (error) {
      this.#before = protectors.get(this.#form);
      this.#fail(error);
      // The form stays blocked, whatever becomes of the manifest.
      this.#hasEnded = true;
    }
  }

  /** Again at a later submit, if the manifest could not be fetched. */
  #load(options: UseWaxsealOptions): Promise<Sealer<Field>> {
    this.#say(LOADING);
    const sealer = Sealer.load<Field>(options);
    sealer.then((ready) => this.#say({ status: "ready", sealer: ready }), (error) => this.#fail(error));
    return sealer;
  }

  #fail(error: unknown): void {
    // An error of another kind is a fault of ours: React shows it to the developer.
    if (!(error instanceof WaxsealError)) throw error;
    this.#say({ status: "failed", error });
  }

  #say(state: WaxsealState<Field>): void {
    if (!this.#hasEnded) this.#tell(state);
  }
}

/** What the manifest is loaded by. */
function sourceOf({ manifest, pin, minVersion, origin }: UseWaxsealOptions): string {
  return JSON.stringify([String(manifest), pin, minVersion, origin]);
}

/** `protect` reads its options each time that it seals. */
function live(latest: Latest): ProtectOptions {
  return {
    get ref() {
      return latest.current.ref;
    },
    get group() {
      return latest.current.group;
    },
    get form() {
      return latest.current.form;
    },
    get into() {
      return latest.current.into;
    },
    get allowGet() {
      return latest.current.allowGet;
    },
    get messages() {
      return latest.current.messages;
    },
  };
}
