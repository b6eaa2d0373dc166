/** Every error code, in the order of the documents; the same in Rust, in `--json` and here. */
export const CODES = [
  "io",
  "permissions",
  "not-ready",
  "csp-blocked",
  "policy-syntax",
  "unknown-key",
  "passphrase",
  "tampered",
  "incomplete",
  "conflict",
  "malformed",
  "unsupported",
  "unknown-field",
  "missing-field",
  "invalid-field",
  "untrusted",
  "expired",
  "not-yet-valid",
  "wrong-origin",
  "rolled-back",
  "policy",
] as const;

/** A stable error code, explained in docs/errors.md. A later version may add one. */
export type Code = (typeof CODES)[number];

/**
 * What went wrong. It never holds a value that a customer typed. Its message is for developers, in
 * English, and may change between versions; or your own words (`messages`).
 */
export class WaxsealError extends Error {
  override readonly name = "WaxsealError";
  /** Stable: branch on it, not on the message. */
  readonly code: Code;
  /** The field it is about, if it is about one. */
  readonly field: string | undefined;

  /** For the package's own use, and for tests of yours. */
  constructor(code: Code, message: string, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

/** What may be over by the next submit: a network that was away, a script that did not load. */
export function mayPass({ code }: WaxsealError): boolean {
  return code === "io" || code === "not-ready";
}

/** The codes of which the subject is a field. */
const OF_FIELDS: readonly string[] = ["unknown-field", "missing-field", "invalid-field"];

/** What it is about comes first; an origin where a sentence has it. */
function worded(code: Code, reason: string, subject: string): string {
  return code === "wrong-origin" ? reason.replace("this origin", () => subject) : `${subject}: ${reason}`;
}

/**
 * An error as the module throws it: its code, its reason and its subject, a line each. `field` is the
 * field that it is about, if the caller knows.
 */
export function coded(thrown: string, field?: string): WaxsealError {
  const [code = "io", reason = "", subject = ""] = thrown.split("\n") as [Code?, string?, string?];
  const message = subject === "" ? reason : worded(code, reason, subject);
  const about = field ?? (OF_FIELDS.includes(code) ? subject : "");
  return new WaxsealError(code, message, about === subject && subject !== "" ? subject : undefined);
}
