import type { Reading } from "./reading.js";
import type { SealOptions, Sealer } from "./sealer.js";

/** Seals what was read, or throws the first problem. */
export function sealReading(sealer: Sealer, reading: Reading, options: SealOptions): string {
  const [first] = reading.problems;
  if (first) throw first.error;
  return sealer.seal(Object.fromEntries(reading.values), options);
}

/** The order that a form stands for: one line for as long as its content stays the same. */
export class Order {
  #key: string | undefined;
  #line: string | undefined;
  #told: "sealed" | "failed" | undefined;

  /** The line of this content. Browsers ask more than once for one submit. */
  line(sealer: Sealer, reading: Reading, options: SealOptions): string {
    const { ref, group, form } = options;
    const key = JSON.stringify([...reading.values, ref, group, form]);
    if (key !== this.#key) this.forget();
    this.#key = key;
    if (this.#line === undefined) this.#line = sealReading(sealer, reading, options);
    else sealer.check();
    return this.#line;
  }

  /** Whether a line was made: it may have been sent. */
  get isSealed(): boolean {
    return this.#line !== undefined;
  }

  /** True the first time that this content comes to this: an event is for the page, once. */
  tell(outcome: "sealed" | "failed"): boolean {
    if (this.#told === outcome) return false;
    this.#told = outcome;
    return true;
  }

  /** The same content would be a new order. */
  forget(): void {
    this.#key = undefined;
    this.#line = undefined;
    this.#told = undefined;
  }
}
