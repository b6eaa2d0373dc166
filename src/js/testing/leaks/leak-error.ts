import type { Leak } from "./search.js";

/** A page gave values away. */
export class LeakError extends Error {
  override readonly name = "LeakError";
  /** Each of them, once. */
  readonly leaks: readonly Leak[];

  constructor(leaks: readonly Leak[]) {
    // What a page keeps is swept up more than once.
    const each = new Map(leaks.map((leak) => [`  ${leak.field}: ${leak.where} (${leak.how})`, leak]));
    super(`protected values left the page:\n${[...each.keys()].join("\n")}`);
    this.leaks = [...each.values()];
  }
}
