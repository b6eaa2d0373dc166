import { WaxsealError } from "../core/errors.js";
import type { Manifest } from "../core/manifest.js";
import { start } from "../core/module.js";
import { Page } from "../core/page.js";
import { read } from "./fetch.js";
import { DEFAULT_INTO, marksOf, readForm, sealReading, selfSealing } from "./form.js";
import { type Messages, reworded } from "./messages.js";

/** How to load a {@link Sealer}. */
export interface LoadOptions {
  /**
   * The manifest's URL, fetched with `cache: "no-cache"` and given 30 seconds; or its text, a JWS
   * Compact Serialization (RFC 7515 §7.1), at most 1 MiB.
   */
  readonly manifest: string | URL;
  /**
   * The merchant's pin, as `waxseal init` printed it: the thumbprint URI of the identity's public key
   * (RFC 9278), `urn:ietf:params:oauth:jwk-thumbprint:sha-256:` and 43 characters. Several are
   * separated by spaces; one that fits is enough.
   */
  readonly pin: string;
  /** The page's origin, `https://shop.example`. Needed outside a browser only. */
  readonly origin?: string;
  /** The time in milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number;
  /** The oldest version of the manifest that the page accepts: an integer of seconds. 0 by default. */
  readonly minVersion?: number;
  /** Your own words for error codes: those of every error of this sealer, and of forms it protects. */
  readonly messages?: Messages;
}

/** What an order is sealed with, beside the fields. All of it can be read without a key. */
export interface SealOptions {
  /**
   * Your reference of the order, which the desk can compare: 1 to 128 bytes of UTF-8 without control
   * characters.
   */
  readonly ref?: string | undefined;
  /** The customer's group: needed where the policy has groups, refused where it has none. */
  readonly group?: string | undefined;
  /** The form of the policy, as a step of a checkout: needed where the policy has forms. */
  readonly form?: string | undefined;
}

/** Values by the names of their fields. A field that is undefined or empty is absent. */
export type Fields<Field extends string = string> = {
  readonly [Name in Field]?: string | undefined;
};

/** How {@link Sealer.sealForm} seals. */
export interface SealFormOptions extends SealOptions {
  /** The name of the sealed entry; `sealed` by default. */
  readonly into?: string | undefined;
}

/** The most characters of a manifest. */
const LONGEST = 1 << 20;

/** The module's page of a sealer: the package's own business. */
export let pageOf: (sealer: Sealer) => Page;
/** What a sealer's clock says, in milliseconds. */
export let timeOf: (sealer: Sealer) => number;

/**
 * Seals to the keys of one verified manifest. Nothing here opens.
 *
 * `Field` are the names of the policy's fields, as `waxseal publish --types` writes them: with them a
 * misspelt field does not compile.
 */
export class Sealer<Field extends string = string> {
  /** What the merchant signed. */
  readonly manifest: Manifest;
  /**
   * What is amiss although the manifest is good: `rolled-back`, where the one served is older than
   * one that this browser has seen.
   */
  readonly warnings: readonly WaxsealError[];
  /** The page's words for error codes. */
  readonly messages: Messages;
  /** The thumbprint of the merchant's identity (RFC 7638), which signed it. */
  readonly identity: string;
  readonly #page: Page;
  readonly #now: () => number;

  static {
    pageOf = (sealer) => sealer.#page;
    timeOf = (sealer) => sealer.#now();
  }

  private constructor(page: Page, now: () => number, messages: Messages) {
    this.manifest = page.manifest;
    this.warnings = page.isRolledBack ? [new WaxsealError("rolled-back", "the manifest is rolled-back")] : [];
    this.messages = messages;
    this.identity = page.identity;
    this.#page = page;
    this.#now = now;
  }

  /**
   * Fetches the manifest and verifies it: its signature (JWS, RFC 7515, with `Ed25519`, RFC 9864), its
   * identity against the pin (RFC 7638), its shape, time, origin and version. The newest verified
   * one is kept in `localStorage`, if there is any.
   *
   * Rejects with a {@link WaxsealError}: `io` (not fetched), `malformed`, `unsupported`,
   * `untrusted`, `expired`, `not-yet-valid`, `wrong-origin`, `rolled-back`, `policy`, `csp-blocked`
   * (the page's policy forbids WebAssembly).
   */
  static async load<Field extends string = string>(options: LoadOptions): Promise<Sealer<Field>> {
    const { pin, origin = globalThis.origin, minVersion = 0, now = Date.now, messages = {} } = options;
    try {
      if (typeof origin !== "string") {
        throw new WaxsealError("wrong-origin", "outside a page: give the `origin` of the page");
      }
      // The module is compiled while the manifest is on its way. If there is none, that is what is
      // amiss, whatever comes of the fetch.
      const [, manifest] = await Promise.all([start(), read(options.manifest)]);
      // Not even copied into the module, if it is of ten megabytes.
      if (manifest.length > LONGEST) throw new WaxsealError("malformed", "longer than any manifest");
      return new Sealer(new Page({ manifest, pin: pin ?? "", origin, minVersion: version(minVersion), now: now() }), now, messages);
    } catch (error) {
      throw reworded(messages, error);
    }
  }

  /**
   * Seals an order: one JWE Compact Serialization (RFC 7516 §7.1) for each role that has a value,
   * joined by `~`. One line of ASCII, at most 1 MiB, without quotes, spaces or commas. Synchronous.
   *
   * Values are brought into the form of their kind. Throws a {@link WaxsealError}, whose `field` names
   * the field that it is about: `missing-field`, `invalid-field`, `unknown-field`; `policy` for a form
   * or group that the policy does not have; `expired` where the page was open for too long.
   */
  seal(fields: Fields<Field>, options: SealOptions = {}): string {
    return this.#call((page, now) => page.seal(given(fields), options, now));
  }

  /**
   * What may be sent of a form: the entries that the policy passes, and the sealed one. For a script
   * that sends the form itself. If the form is protected, `options` are those of `protect`, and the
   * line is the one that a submit would send.
   *
   * Throws what {@link Sealer.seal} throws, and `not-ready` for a protected form whose sealer is not
   * there yet.
   */
  sealForm(
    form: HTMLFormElement,
    submitter: HTMLElement | null = null,
    options: SealFormOptions = {},
  ): FormData {
    const itself = selfSealing.get(form);
    if (itself) return itself.sealForm(submitter);
    const found = readForm(form, this.#page, this.messages, options.form);
    try {
      return this.#call((page, now) => {
        const line = sealReading(page, found, options, now);
        const data = new FormData(form, submitter);
        page.filter(found.reading, data, options.into ?? DEFAULT_INTO, line);
        return data;
      });
    } finally {
      found.reading.wipe();
    }
  }

  /**
   * Makes the keys of the next order ahead (RFC 7518 §4.6): the half of sealing that needs no
   * plaintext. `protect` does so by itself when the page is idle. Throws `policy`.
   */
  prepare(options: SealOptions = {}): void {
    this.#call((page, now) => page.prepare(options, now));
  }

  /** Forgets prepared keys. The sealer stays usable. */
  wipe(): void {
    this.#call((page) => page.wipe());
  }

  /** Throws, as {@link Sealer.load} does, if the manifest is not valid now: pages stay open for days. */
  check(): void {
    this.#call((page, now) => page.check(now));
  }

  /** The name of the field that an input is, by its attributes; empty, if it names none. */
  fieldOf(input: Element): string {
    return this.#page.fieldOf(...marksOf(input));
  }

  /** The form in which a field's value is sealed. Throws `invalid-field` for a value that has none. */
  canonical(field: Field, value: string): string {
    return this.#call((page) => page.canonical(field, value));
  }

  /** Whether the policy lets an entry of this name leave unsealed: one of its `pass` patterns fits. */
  passes(entry: string): boolean {
    return this.#page.passes(entry);
  }

  /** How long the manifest is still good for, in seconds; negative after its end. */
  secondsLeft(): number {
    return this.manifest.exp - Math.floor(this.#now() / 1000);
  }

  #call<T>(action: (page: Page, now: number) => T): T {
    try {
      return action(this.#page, this.#now());
    } catch (error) {
      throw reworded(this.messages, error);
    }
  }
}

/** What is no number is no version: it would be taken for 0. */
function version(minVersion: unknown): number {
  return typeof minVersion === "number" ? minVersion : Number.NaN;
}

function given(fields: Fields<string>): [string, unknown][] {
  return Object.entries(fields).filter(([, value]) => value !== undefined);
}
