import { fieldError } from "./error.js";

/** A lone surrogate has no UTF-8: sealing it would change the value unseen. */
export function wellFormed(value: unknown, name: string): string {
  if (typeof value === "string" && !/\p{Cs}/u.test(value)) return value;
  throw fieldError("invalid-field", name, "is not well-formed text");
}
