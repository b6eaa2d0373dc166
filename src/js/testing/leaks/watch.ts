import page from "waxseal:page";
import type { Manifest } from "../../core/manifest.js";
import { type CdpSession, type Devtools, type PlaywrightPage, sessionOf } from "./cdp.js";
import { attachToChildren } from "./children.js";
import { fill, type FillOptions, isThere } from "./fill.js";
import { pretendToLeave } from "./hide.js";
import { LeakError } from "./leak-error.js";
import { listen } from "./network.js";
import type { Told } from "./inside/told.js";
import { type Item, type Leak, search, type Values } from "./search.js";
import { ordersIn } from "./sealed.js";
import { submit, type SubmitOptions } from "./submit.js";
import { sweep } from "./sweep.js";

const POLL = 25;
/** Longer than that between two polls, and this process was busy with something else. */
const HELD = 5 * POLL;

/** How a page is watched. */
export interface WatchOptions {
  /** How long the page has to be quiet until it counts as done, in milliseconds; 500 by default. */
  readonly quiet?: number;
  /** How long to wait for that at most, in milliseconds; 10,000 by default. */
  readonly timeout?: number;
}

/**
 * Watches from now on what leaves a page: requests with their headers and bodies, sockets, cookies,
 * storage, the console, messages, addresses, the clipboard and what else `docs/leak-test.md` lists.
 * Chromium only. Call it before `page.goto`.
 *
 * ```js
 * const watch = await watchForLeaks(page);
 * await page.goto("https://shop.test/checkout");
 * await watch.fill("form");
 * await watch.submit("form");
 * await watch.assertNone();
 * ```
 */
export async function watchForLeaks(
  target: PlaywrightPage | CdpSession,
  options: WatchOptions = {},
): Promise<LeakWatch> {
  const watch = new LeakWatch(await sessionOf(target), options);
  await watch.start();
  return watch;
}

/** A page under watch. */
export class LeakWatch {
  readonly #session: Devtools;
  readonly #options: Required<WatchOptions>;
  readonly #items: Item[] = [];
  readonly #values = new Map<string, string>();
  readonly #binding = `waxseal${Math.random().toString(36).slice(2)}`;
  readonly #refusals = new Set<string>();
  #manifest: Manifest | undefined;
  #last = Date.now();

  /** @internal */
  constructor(session: Devtools, { quiet = 500, timeout = 10_000 }: WatchOptions) {
    this.#session = session;
    this.#options = { quiet, timeout };
  }

  /** @internal */
  async start(): Promise<void> {
    await this.#watch(this.#session);
    await attachToChildren(this.#session, (child) => this.#watch(child));
  }

  /** Goes to a page and waits until it is quiet. */
  async open(url: string): Promise<void> {
    await this.#session.send("Page.navigate", { url });
    await this.settle();
  }

  /** Looks for these values too: those that your test has typed itself. */
  lookFor(values: Values): void {
    for (const [field, value] of Object.entries(values)) this.#values.set(field, value);
  }

  /**
   * Types a canary into each protected input of a form: a value of the field's kind that nothing
   * else has. Returns what it typed, by field. Fields that leave in clear too (`also-pass`), and
   * choices (selects, radios, checkboxes), are filled and not looked for.
   */
  async fill(form = "form:has([data-waxseal-field])", options: FillOptions = {}): Promise<Values> {
    await this.#untilThere(form);
    await this.#until(() => this.#manifest !== undefined, this.#options.timeout / 2);
    const values = await fill(this.#session, form, this.#manifest, options);
    this.lookFor(values);
    return values;
  }

  /**
   * Submits the form as a shopper does, and waits until the page is quiet. Before that the page is
   * told that it is being left (`pagehide`): what it sends then would not be seen later.
   */
  async submit(form = "form:has([data-waxseal-field])", options: SubmitOptions = {}): Promise<void> {
    await this.#sweep();
    await pretendToLeave(this.#session);
    await submit(this.#session, form, options);
    await this.settle();
  }

  /** Waits until nothing has left the page for a while. */
  async settle(): Promise<void> {
    const { quiet, timeout } = this.#options;
    this.#last = Date.now();
    let polled = this.#last;
    await this.#until(() => {
      const now = Date.now();
      // What left the page while this process was busy is heard of only now.
      if (now - polled > HELD) this.#last = now;
      polled = now;
      return now - this.#last >= quiet;
    }, timeout);
  }

  /**
   * Waits for an order or for the reason why there is none: a page may be quiet before it sends.
   * @internal
   */
  async untilOrdered(): Promise<void> {
    const end = Date.now() + this.#options.timeout;
    const isAnswered = () => this.orders().length > 0 || this.#refusals.size > 0;
    while (!isAnswered() && Date.now() < end) await this.settle();
  }

  /** Leaves the page, so that what it sends when it is left is seen too. */
  async leave(): Promise<void> {
    await this.#sweep();
    await pretendToLeave(this.#session);
    await this.#session.send("Page.navigate", { url: "about:blank" });
    await this.settle();
  }

  /** The sealed orders that were sent, each once. */
  orders(): readonly string[] {
    return ordersIn(this.#items);
  }

  /** Why forms were not sealed: the codes of our events, with the name of the field at fault. */
  refusals(): readonly string[] {
    return [...this.#refusals];
  }

  /** What leaked up to now. */
  async leaks(): Promise<readonly Leak[]> {
    await this.#sweep();
    return search(Object.fromEntries(this.#values), this.#items);
  }

  /**
   * Throws a {@link LeakError} that lists every leak. Also throws if there was nothing to look for:
   * such a test would prove nothing.
   */
  async assertNone(): Promise<void> {
    if (this.#values.size === 0) throw new Error("no value was looked for: fill the form, or lookFor");
    const leaks = await this.leaks();
    if (leaks.length > 0) throw new LeakError(leaks);
  }

  async #watch(session: Devtools): Promise<void> {
    const name = this.#binding;
    session.on("Runtime.bindingCalled", (called: { name: string; payload: string }) => {
      if (called.name === name) this.#onTold(JSON.parse(called.payload));
    });
    await listen(session, (item) => this.#add(item));
    // A worker has no document, and doors of its own.
    const source = `if (typeof document !== "undefined") { (() => { ${page}page.install("${name}"); })(); }`;
    await session.send("Runtime.addBinding", { name });
    await session.send("Page.addScriptToEvaluateOnNewDocument", { source });
    // Not waited for: a frame that has not started yet answers later.
    session.send("Runtime.evaluate", { expression: source }).catch(() => undefined);
  }

  #onTold({ where, texts, bytes }: Told): void {
    if (where === "waxseal:ready") {
      this.#manifest = JSON.parse(texts[0] ?? "{}");
      return;
    }
    if (where === "waxseal:error") {
      for (const text of texts) this.#refusals.add(text);
      return;
    }
    if (texts.length > 0) this.#add({ where, data: texts.join("\n") });
    for (const text of bytes) {
      this.#add({ where, data: Uint8Array.from(atob(text), (character) => character.charCodeAt(0)) });
    }
  }

  #add(item: Item): void {
    this.#last = Date.now();
    this.#items.push(item);
  }

  async #sweep(): Promise<void> {
    const last = this.#last;
    for (const item of await sweep(this.#session)) this.#add(item);
    this.#last = last;
  }

  /** A form that a script makes may come after the page is quiet: a development server is slow at first. */
  async #untilThere(form: string): Promise<void> {
    const end = Date.now() + this.#options.timeout;
    while (!(await isThere(this.#session, form))) {
      if (Date.now() > end) throw new Error(`no form ${form} came within ${this.#options.timeout} ms (\`timeout\`)`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async #until(holds: () => boolean, timeout: number): Promise<void> {
    const end = Date.now() + timeout;
    while (!holds() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, POLL));
  }
}
