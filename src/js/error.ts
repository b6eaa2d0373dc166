import type { Code } from "./codes.js";

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

/** An error about a field: its message names it. */
export function fieldError(code: Code, field: string, reason: string): WaxsealError {
  return new WaxsealError(code, `${field}: ${reason}`, field);
}
