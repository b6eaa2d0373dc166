import { WaxsealError } from "../error.js";
import { autofillToken, kindOfField } from "../field-kind.js";
import type { Contact, Field, Manifest } from "../manifest.js";
import { passes } from "../pass.js";

/** What a test policy says of a field: what it leaves out has a default. */
export type FieldOptions = Partial<Field>;

/** A policy for tests. What is left out has a default. */
export interface TestPolicy {
  /**
   * The fields: their names, or what the policy says of each. The role is `fulfilment` by default,
   * the kind that of the autofill token of this name.
   */
  readonly fields: readonly string[] | Readonly<Record<string, FieldOptions>>;
  /** The entries that may leave unsealed, `*` for any characters. */
  readonly pass?: readonly string[];
  /** The forms, if there are several: which fields each has. */
  readonly forms?: Readonly<Record<string, readonly string[]>>;
  /** The groups of customers. */
  readonly groups?: readonly string[];
  /** The pages' origins. `http://localhost` and `http://127.0.0.1`, on any port, by default. */
  readonly origins?: readonly string[];
  /** `Test Shop` by default. */
  readonly merchant?: string;
  readonly contact?: Contact;
  /** The address of the privacy statement. */
  readonly privacy?: string;
}

/** The part of a manifest that the merchant writes. */
export type Policy = Pick<
  Manifest,
  "merchant" | "env" | "origins" | "fields" | "forms" | "pass" | "contact" | "privacy"
>;

/** The options of a vault, of a field and of the contact, to tell a misspelt one. */
const OPTIONS = "fields pass forms groups origins merchant contact privacy days now".split(" ");
const FIELD_OPTIONS = "role kind purpose required keep archive also-pass mask".split(" ");
const CONTACTS = "post tel email url".split(" ");

const NAME = /^[a-z][a-z0-9-]{0,63}$/;
const ORIGIN = /^https?:\/\/[a-z0-9*._[\]:-]+$/;
const LOCAL = ["http://localhost:*", "http://127.0.0.1:*"];

/** Fills in what is left out, and refuses what `waxseal publish` refuses. */
export function policyOf(options: TestPolicy): Policy {
  refuseUnknown("createTestVault", options, OPTIONS);
  refuseUnknown("contact", options.contact ?? {}, CONTACTS);
  const fields = fieldsOf(options.fields);
  const { forms = {}, pass = [], groups = [], origins = LOCAL } = options;
  refuseNames([...Object.keys(fields), ...Object.keys(forms), ...groups]);
  if (new Set(groups).size < groups.length) throw refused("groups", "one is named twice");
  if (origins.length === 0 || !origins.every((origin) => ORIGIN.test(origin))) {
    throw refused("origins", "are https://host or https://host:port, and nothing after it");
  }
  checkForms(fields, forms);
  checkPass(fields, pass);
  return {
    merchant: options.merchant ?? "Test Shop",
    env: "test",
    origins,
    fields,
    forms: mapValues(forms, (names) => ({ fields: names })),
    pass,
    contact: options.contact ?? {},
    ...(options.privacy !== undefined && { privacy: options.privacy }),
  };
}

function fieldsOf(fields: TestPolicy["fields"]): Record<string, Field> {
  const named = Array.isArray(fields)
    ? Object.fromEntries(fields.map((name: string) => [name, {}]))
    : (fields as Readonly<Record<string, FieldOptions>>);
  if (Object.keys(named).length === 0) throw refused("fields", "a policy has at least one field");
  return mapValues(named, field);
}

/** In the order in which `publish` writes the members. */
function field(options: FieldOptions, name: string): Field {
  const { role = "fulfilment", kind = kindOfField(name), purpose = "A test", required, keep, mask } = options;
  const { archive = "drop", "also-pass": alsoPass } = options;
  refuseUnknown(name, options, FIELD_OPTIONS);
  refuseNames([role]);
  if (keep !== undefined && !/^\d+d$/.test(keep)) throw refused(name, 'keep is a number of days: "90d"');
  checkCard(name, kind, options);
  return {
    role,
    kind,
    purpose,
    ...(required && { required }),
    ...(keep !== undefined && { keep, archive }),
    ...(alsoPass && { "also-pass": alsoPass }),
    ...(mask !== undefined && { mask }),
  };
}

function checkCard(name: string, kind: string, { keep, "also-pass": alsoPass }: FieldOptions): void {
  const token = autofillToken(name);
  if (token === "cc-csc" && keep !== "0d") throw refused(name, 'a security code needs keep = "0d"');
  if (alsoPass && (kind === "card" || ["cc-number", "cc-csc"].includes(token))) {
    throw refused(name, "never leaves in clear");
  }
}

/** What TypeScript refuses, told to JavaScript too: a misspelt option would have no effect. */
function refuseUnknown(where: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) throw refused(where, `has no option ${unknown}, but ${known.join(", ")}`);
}

function refuseNames(names: readonly string[]): void {
  const bad = names.find((name) => !NAME.test(name) || name === "on" || name === "off");
  if (bad !== undefined) throw refused(bad, "is not a name: a letter, then letters, digits and hyphens");
}

function checkForms(fields: Policy["fields"], forms: Readonly<Record<string, readonly string[]>>): void {
  const shown = Object.values(forms).flat();
  const unknown = shown.find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) throw refused(unknown, "a form names a field that is not there");
  const hidden = Object.keys(fields).find((name) => !shown.includes(name));
  if (shown.length > 0 && hidden !== undefined) throw refused(hidden, "this field is in no form");
}

function checkPass(fields: Policy["fields"], pass: readonly string[]): void {
  const sealed = Object.keys(fields).filter((name) => !fields[name]?.["also-pass"]);
  const leaving = ["cc-number", "cc-csc", ...sealed].find((name) => passes(pass, name));
  if (leaving !== undefined) throw refused(leaving, "pass lets it leave in clear, and it is not also-pass");
  if (pass.some((pattern) => /^[*[\]]*$/.test(pattern))) throw refused("pass", "a pattern names an entry");
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T, name: string) => U) {
  const entries = Object.entries(record).map(([name, value]) => [name, map(value, name)]);
  return Object.fromEntries(entries) as Record<string, U>;
}

function refused(name: string, reason: string): WaxsealError {
  return new WaxsealError("policy", `${name}: ${reason}`);
}
