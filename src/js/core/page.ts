import type { Rust } from "waxseal:glue";
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

/** What the module made. */
type Handle<Name extends "Page" | "Reading"> = Rust[Name]["prototype"];

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
  readonly #instance: Instance;
  readonly #page: Handle<"Page">;

  /** Verifies the manifest, or takes a newer one that this browser has kept. */
  constructor({ manifest, pin, origin, minVersion, now }: Terms) {
    const packet = new Packet().text(manifest).text(pin).text(origin);
    this.#instance = instance();
    this.#page = packet.use((bytes) =>
      this.#instance.call((rust) => rust.Page.load(bytes, minVersion, now, storage())),
    );
    this.manifest = JSON.parse(
      this.#call((page) => page.manifest()),
      disinherited,
    );
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
        return new Reading(handle, () => this.#free(handle));
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
    return names;
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

  /** The field that an input is, by the name it is marked with and its `autocomplete`. */
  fieldOf(explicit: string, autocomplete: string): string {
    const [field = ""] = this.#call((page) => page.place(explicit, autocomplete)).split("\n");
    return field;
  }

  /** The canonical form of a field's value, or why it has none. */
  canonical(field: string, value: string): string {
    const packet = new Packet().count(1).text(field).text(value);
    return packet.use((bytes) => this.#call((page) => page.canonical(bytes)));
  }

  #free(reading: Handle<"Reading">): void {
    try {
      this.#call(() => reading.free());
    } catch {
      // The module has stopped, and nobody has its memory any more.
    }
  }

  #call<T>(action: (page: Handle<"Page">) => T): T {
    return this.#instance.call(() => action(this.#page));
  }
}

/** Of `JSON.parse`: no part of a manifest inherits. */
function disinherited(_name: string, value: unknown): unknown {
  return value instanceof Object && !Array.isArray(value) ? Object.setPrototypeOf(value, null) : value;
}

function readingOf(handle: object): Handle<"Reading"> {
  return handle as Handle<"Reading">;
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
