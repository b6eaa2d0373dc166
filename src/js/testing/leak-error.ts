import type { Leak } from "./search.js";

/** A page gave values away. */
export class LeakError extends Error {
  override readonly name = "LeakError";
  /** Each of them. */
  readonly leaks: readonly Leak[];

  constructor(leaks: readonly Leak[]) {
    const lines = leaks.map(({ field, where, how }) => `  ${field}: ${where} (${how})`);
    super(`protected values left the page:\n${[...new Set(lines)].join("\n")}`);
    this.leaks = leaks;
  }
}
