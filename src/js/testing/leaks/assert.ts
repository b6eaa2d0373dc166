import type { CdpSession, PlaywrightPage } from "./cdp.js";
import type { FillOptions } from "./fill.js";
import type { Values } from "./search.js";
import type { SubmitOptions } from "./submit.js";
import { watchForLeaks, type WatchOptions } from "./watch.js";

/** What {@link assertNoLeaks} does. */
export interface AssertOptions extends WatchOptions, FillOptions, SubmitOptions {
  /** The checkout's address. */
  readonly url: string;
  /** The form; by default the one that has protected inputs. */
  readonly form?: string;
}

/** What it saw. */
export interface Watched {
  /** What was typed, by field. */
  readonly values: Values;
  /** The sealed orders that were sent: open one with your test vault. */
  readonly orders: readonly string[];
}

/**
 * Opens a checkout, fills its form with canaries, submits it and leaves. Throws a {@link LeakError}
 * if a canary left the page in clear, and an error if no sealed order was sent.
 *
 * ```js
 * const { values, orders } = await assertNoLeaks(page, { url: "https://shop.test/checkout" });
 * ```
 */
export async function assertNoLeaks(
  target: PlaywrightPage | CdpSession,
  options: AssertOptions,
): Promise<Watched> {
  const watch = await watchForLeaks(target, options);
  await watch.open(options.url);
  const values = await watch.fill(options.form, options);
  await watch.submit(options.form, options);
  await watch.untilOrdered();
  await watch.leave();
  await watch.assertNone();
  const orders = watch.orders();
  if (orders.length > 0) return { values, orders };
  const reason = watch.refusals().join(", ") || "the form was not submitted, or is not protected";
  throw new Error(`no sealed order was sent: ${reason}`);
}
