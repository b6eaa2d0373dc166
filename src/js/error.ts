import type { Code } from "./codes.js";

/** What went wrong. It never holds a value that a customer typed. */
export class WaxsealError extends Error {
  override readonly name = "WaxsealError";
  /** Stable: branch on it, not on the message. */
  readonly code: Code;
  /** The field it is about, if it is about one. */
  readonly field: string | undefined;

  constructor(code: Code, message: string, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

/** What the module throws: a code, a reason, and the name that it is about. */
type Thrown = readonly [code: Code, reason: string, subject: string | undefined];

/** The module's error as ours; anything else is a fault of the program and stays as it is. */
export function fromModule(thrown: unknown): unknown {
  if (!Array.isArray(thrown)) return thrown;
  const [code, reason, subject] = thrown as unknown as Thrown;
  const message = subject === undefined ? reason : `${subject}: ${reason}`;
  return new WaxsealError(code, message, code.endsWith("-field") ? subject : undefined);
}
