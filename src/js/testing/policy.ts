import { WaxsealError } from "../core/errors.js";
import type { Contact, Field } from "../core/manifest.js";

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

/** The options of a vault, of a field and of the contact, to tell a misspelt one. */
const OPTIONS = "fields pass forms groups origins merchant contact privacy days now".split(" ");
const FIELD_OPTIONS = "role kind purpose required keep archive also-pass mask".split(" ");
const CONTACTS = "post tel email url".split(" ");

const LOCAL = ["http://localhost:*", "http://127.0.0.1:*"];

/** The policy as `policy.toml` has it, with what is left out filled in. The desk's own code reads it. */
export function tomlOf(options: TestPolicy): string {
  refuseUnknown("createTestVault", options, OPTIONS);
  const { merchant = "Test Shop", origins = LOCAL, privacy, groups = [], pass = [], contact = {}, forms = {} } = options;
  refuseUnknown("contact", contact, CONTACTS);
  const fields = Object.entries(named(options.fields)).map(([name, field]) => [name, filledIn(name, field)] as const);
  const roles = [...new Set(fields.map(([, { role }]) => role))].sort();
  return [
    lines({ merchant, env: "test", origins, privacy, groups, pass }),
    table(["contact"], { ...contact }),
    ...roles.map((role) => table(["roles", String(role)], {})),
    ...fields.map(([name, field]) => table(["fields", name], field)),
    ...Object.entries(forms).map(([name, fields]) => table(["forms", name], { fields })),
  ].join("\n");
}

function named(fields: TestPolicy["fields"]): Readonly<Record<string, FieldOptions>> {
  if (!Array.isArray(fields)) return fields as Readonly<Record<string, FieldOptions>>;
  return Object.fromEntries(fields.map((name: string) => [name, {}]));
}

/** A security code needs more than a test has to say. */
function filledIn(name: string, options: FieldOptions): Record<string, unknown> {
  refuseUnknown(name, options, FIELD_OPTIONS);
  const csc = name.endsWith("cc-csc") ? { "allow-csc": true } : {};
  return { role: "fulfilment", purpose: "A test", ...csc, ...options };
}

/** What TypeScript refuses, told to JavaScript too: a misspelt option would have no effect. */
function refuseUnknown(where: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new WaxsealError("policy", `${where}: has no option ${unknown}, but ${known.join(", ")}`);
}

function table(path: readonly string[], values: Record<string, unknown>): string {
  return `[${path.map((key) => JSON.stringify(key)).join(".")}]\n${lines(values)}`;
}

/** A JSON text, list or truth value is one of TOML's. */
function lines(values: Record<string, unknown>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return given.map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`).join("");
}
