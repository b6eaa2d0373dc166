import type { Choice, Page } from "../core/page.js";
import { type FormReading, sealReading } from "../seal/form.js";

/** The order that a form stands for: one line for as long as its content stays the same. */
export class Line {
  #key: string | undefined;
  #line: string | undefined;
  #told: "sealed" | "failed" | undefined;

  /** The line of this content. Browsers ask more than once for one submit. */
  of(page: Page, found: FormReading, choice: Choice, now: number): string {
    const key = JSON.stringify({ mark: found.reading.mark, ...choice });
    if (key !== this.#key) this.forget();
    this.#key = key;
    if (this.#line === undefined) this.#line = sealReading(page, found, choice, now);
    else page.check(now);
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
