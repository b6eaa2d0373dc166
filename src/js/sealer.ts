import { fromModule, WaxsealError } from "./error.js";
import { newest, read, type Verified } from "./load.js";
import type { Manifest } from "./manifest.js";
import { type Messages, reworded } from "./messages.js";
import type { ModuleSealer } from "./module.js";
import { sealForm } from "./seal-form.js";

/** How to load a {@link Sealer}. */
export interface LoadOptions {
  /** The manifest's URL, or its text. */
  readonly manifest: string | URL;
  /** The merchant's pin, as `waxseal init` printed it; several are separated by spaces. */
  readonly pin: string;
  /** The page's origin. Needed outside a browser only. */
  readonly origin?: string;
  /** The time in milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number;
  /** The oldest version of the manifest that the page accepts. */
  readonly minVersion?: number;
  /** Your own words for error codes. */
  readonly messages?: Messages;
}

/** What an order is sealed with, beside the fields. */
export interface SealOptions {
  /** Your reference of the order, which the desk can compare. */
  readonly ref?: string | undefined;
  /** The customer's group, where the policy has groups. */
  readonly group?: string | undefined;
  /** The form of the policy: a step of a checkout. */
  readonly form?: string | undefined;
}

/** How {@link Sealer.sealForm} seals. */
export interface SealFormOptions extends SealOptions {
  /** The name of the sealed entry; `sealed` by default. */
  readonly into?: string | undefined;
}

/** Seals to the keys of one verified manifest. Nothing here opens. */
export class Sealer {
  /** What the merchant signed. */
  readonly manifest: Manifest;
  /** What is amiss although the manifest is good: `rolled-back`. */
  readonly warnings: readonly WaxsealError[];
  /** The page's words for error codes. */
  readonly messages: Messages;
  readonly #module: ModuleSealer;
  readonly #check: (module: ModuleSealer) => void;
  readonly #origin: string;
  readonly #now: () => number;

  private constructor(verified: Verified, options: LoadOptions) {
    this.manifest = verified.manifest;
    this.warnings = verified.warnings;
    this.messages = options.messages ?? {};
    this.#module = verified.module;
    this.#check = checker(options);
    this.#origin = originOf(options);
    this.#now = clock(options);
  }

  /** Fetches and verifies the manifest. Rejects with a {@link WaxsealError}. */
  static async load(options: LoadOptions): Promise<Sealer> {
    try {
      const jws = await read(options.manifest);
      return new Sealer(newest(jws, options.pin, checker(options)), options);
    } catch (error) {
      throw reworded(options.messages ?? {}, error);
    }
  }

  /** Seals an order: one line of ASCII. Synchronous. */
  seal(fields: Readonly<Record<string, string | undefined>>, options: SealOptions = {}): string {
    return this.#call(() => {
      this.#checkNow();
      const { form, group, ref } = options;
      const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
      for (const [name, value] of entries) wellFormed(value, name);
      for (const value of [form, group, ref]) wellFormed(value ?? "", "ref");
      const flat = entries.flat() as string[];
      return this.#module.seal(flat, this.#origin, form, group, ref, this.#seconds());
    });
  }

  /** What may be sent of a form, sealed; nothing else of it. */
  sealForm(
    form: HTMLFormElement,
    submitter: HTMLElement | null = null,
    options: SealFormOptions = {},
  ): FormData {
    return sealForm(this, form, submitter, options);
  }

  /** Makes the keys of the next order ahead: the half of sealing that needs no plaintext. */
  prepare({ form, group }: SealOptions = {}): void {
    this.#call(() => this.#module.prepare(form, group, this.#seconds()));
  }

  /** Forgets prepared keys. The sealer stays usable. */
  wipe(): void {
    this.#module.wipe();
  }

  /** Throws if the manifest is not valid now: pages stay open for days. */
  check(): void {
    this.#call(() => this.#checkNow());
  }

  /** The canonical form of a field's value, which is what is sealed. Empty means absent. */
  canonical(field: string, value: string): string {
    return this.#call(() => this.#module.canonical(field, wellFormed(value, field)));
  }

  /** Whether the policy lets an entry of this name leave unsealed. */
  passes(entry: string): boolean {
    return this.#module.passes(entry);
  }

  /** How long the manifest is still good for. */
  secondsLeft(): number {
    return this.manifest.exp - this.#seconds();
  }

  #checkNow(): void {
    try {
      this.#check(this.#module);
    } catch (error) {
      this.wipe();
      throw error;
    }
  }

  #call<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw reworded(this.messages, fromModule(error));
    }
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000);
  }
}

function checker(options: LoadOptions): (module: ModuleSealer) => void {
  const origin = originOf(options);
  const now = clock(options);
  const minVersion = options.minVersion ?? 0;
  // The module would take NaN for 0, and so no minimum at all.
  if (!(minVersion >= 0)) throw new WaxsealError("policy", "minVersion: is not a version");
  return (module) => module.validate(origin, minVersion, Math.floor(now() / 1000));
}

function clock({ now }: LoadOptions): () => number {
  return now ?? Date.now;
}

function originOf({ origin = globalThis.origin }: LoadOptions): string {
  if (typeof origin === "string") return origin;
  throw new WaxsealError("wrong-origin", "outside a browser, say which origin you seal for");
}

/** The module takes UTF-8 only; passing a lone surrogate on would change the value unseen. */
function wellFormed(value: unknown, name: string): string {
  if (typeof value === "string" && !/\p{Cs}/u.test(value)) return value;
  throw new WaxsealError("invalid-field", `${name}: is not well-formed text`, name);
}
