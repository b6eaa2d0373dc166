import { coded, type WaxsealError } from "./errors.js";
import type { Manifest } from "./manifest.js";
import { type Instance, instance } from "./module.js";
import { Packet } from "./packet.js";

/** What a page trusts, and what it says of itself. */
export interface Terms {
  /** The manifest's text. */
  readonly manifest: string;
  /** The thumbprint URIs of the identities that it trusts. */
  readonly pin: string;
  readonly origin: string;
  readonly minVersion: number;
  /** In milliseconds since 1970. */
  readonly now: number;
}

/** What an order is sealed with, beside the fields. */
export interface Choice {
  readonly form?: string | undefined;
  readonly group?: string | undefined;
  readonly ref?: string | undefined;
}

/** An input that is marked as a field. */
export interface Input {
  /** The name that it is marked with; empty, where its `autocomplete` says it. */
  readonly explicit: string;
  readonly autocomplete: string;
  readonly type: string;
  readonly isDisabled: boolean;
  /** The name that the page gave it. */
  readonly name: string | undefined;
  /** What it would submit; nothing, if that cannot be sealed. */
  readonly values: readonly string[] | undefined;
}

/** What stops a form from being sealed. Inputs are named by their places. */
export interface Found {
  readonly error: WaxsealError;
  readonly field: string;
  readonly inputs: readonly number[];
  readonly pointed: number | undefined;
}

interface Report {
  readonly problems: readonly {
    readonly error: string;
    readonly field: string;
    readonly inputs: readonly { readonly at: number }[];
    readonly pointed: number;
  }[];
  readonly fields: readonly string[];
  readonly mark: string;
}

/**
 * A form that was read. Its values stay in the module until it is wiped. What is left to the garbage
 * collector is wiped too, but on a page that was left its work keeps a browser from bringing that back.
 */
export class Reading {
  /** The module's own: its type is none of those that ship. */
  readonly handle: object;
  readonly problems: readonly Found[];
  /** The fields that have a value. */
  readonly fields: readonly string[];
  /** The same for the same values, and for no others. */
  readonly mark: string;
  /** Wipes the values, once or again. */
  readonly wipe: () => void;

  constructor(handle: object, wipe: () => void) {
    const { problems, fields, mark }: Report = JSON.parse(readingOf(handle).report());
    this.handle = handle;
    this.wipe = wipe;
    this.fields = fields;
    this.mark = mark;
    this.problems = problems.map(({ error, field, inputs, pointed }) => ({
      error: coded(error, field),
      field,
      inputs: inputs.map(({ at }) => at),
      pointed: pointed > 0 ? pointed - 1 : undefined,
    }));
  }
}

/** A page with a verified manifest, in the module. */
export class Page {
  readonly manifest: Manifest;
  /** The thumbprint of the identity that signed it. */
  readonly identity: string;
  /** Whether the manifest that was served is older than one that was seen before. */
  readonly isRolledBack: boolean;
  readonly #terms: Terms;
  #instance: Instance;
  #page: wasm_bindgen.Page;

  /** Verifies the manifest, or takes a newer one that this browser has kept. */
  constructor(terms: Terms) {
    this.#terms = terms;
    this.#instance = instance();
    this.#page = this.#load(terms.minVersion);
    this.manifest = this.#call((page) => page.manifest());
    this.identity = this.#call((page) => page.identity());
    this.isRolledBack = this.#call((page) => page.isRolledBack());
  }

  /** Seals one order: names and values. */
  seal(fields: readonly (readonly [string, unknown])[], choice: Choice, now: number): string {
    const packet = choose(choice).count(fields.length);
    for (const [name, value] of fields) packet.text(name).text(value);
    return packet.use((bytes) => this.#call((page) => page.seal(bytes, now)));
  }

  /** Holds a form's inputs against the policy. */
  read(form: string | undefined, inputs: readonly Input[]): Reading {
    const packet = new Packet().text(form).count(inputs.length);
    for (const { explicit, autocomplete, type, isDisabled, name, values } of inputs) {
      packet.text(explicit).text(autocomplete).text(type).count(Number(isDisabled)).text(name);
      packet.texts(values);
    }
    return packet.use((bytes) =>
      this.#call((page) => {
        const handle = page.read(bytes);
        return new Reading(handle, wiping(this.#instance, handle));
      }),
    );
  }

  /** Seals what was read. */
  sealReading({ handle }: Reading, choice: Choice, now: number): string {
    return choose(choice).use((bytes) => this.#call((page) => page.sealReading(readingOf(handle), bytes, now)));
  }

  /** Leaves in the entries what may leave, and the line. Returns the names that the policy does not know. */
  filter({ handle }: Reading, data: FormData, into: string, line: string | undefined): string[] {
    const { names } = JSON.parse(this.#call((page) => page.filter(readingOf(handle), data, into, line)));
    return [...new Set<string>(names)];
  }

  /** Makes ready what the next order needs. */
  prepare(choice: Choice, now: number): void {
    choose(choice).use((bytes) => this.#call((page) => page.prepare(bytes, now)));
  }

  /** Forgets what was made ready. */
  wipe(): void {
    this.#call((page) => page.wipe());
  }

  /** Throws if the manifest is not valid any more. */
  check(now: number): void {
    this.#call((page) => page.check(now));
  }

  /** Whether an entry of this name may leave unsealed. */
  passes(entry: string): boolean {
    return this.#call((page) => page.passes(entry));
  }

  /** Whether an input is to be emptied on a page that is back: it shows a secret. */
  isSecret(explicit: string, autocomplete: string): boolean {
    return this.#call((page) => page.isSecret(explicit, autocomplete));
  }

  /** The field that an input is, by the name it is marked with and its `autocomplete`. */
  fieldOf(explicit: string, autocomplete: string): string {
    return this.#call((page) => page.fieldOf(explicit, autocomplete));
  }

  /** The canonical form of a field's value, or why it has none. */
  canonical(field: string, value: string): string {
    const packet = new Packet().text(field).text(value);
    return packet.use((bytes) => this.#call((page) => page.canonical(bytes)));
  }

  #load(minVersion: number): wasm_bindgen.Page {
    const { manifest, pin, origin, now } = this.#terms;
    const packet = new Packet().text(manifest).text(pin).text(origin);
    return packet.use((bytes) =>
      this.#instance.call((rust) => rust.Page.load(bytes, minVersion, now, storage())),
    );
  }

  #call<T>(action: (page: wasm_bindgen.Page) => T): T {
    // After a trap the module is a new one, and reads the manifest anew: none older than before.
    if (!this.#instance.isRunning) {
      this.#instance = instance();
      this.#page = this.#load(this.manifest.version);
    }
    return this.#instance.call(() => action(this.#page));
  }
}

/** Frees it once. A module that has stopped has wiped all that it had. */
function wiping(instance: Instance, reading: wasm_bindgen.Reading): () => void {
  let isThere = true;
  return () => {
    if (isThere && instance.isRunning) instance.call(() => reading.free());
    isThere = false;
  };
}

function readingOf(handle: object): wasm_bindgen.Reading {
  return handle as wasm_bindgen.Reading;
}

function choose({ form, group, ref }: Choice): Packet {
  return new Packet().text(form).text(group).text(ref);
}

/** It may be off. */
function storage(): Storage | undefined {
  try {
    return localStorage ?? undefined;
  } catch {
    return undefined;
  }
}
