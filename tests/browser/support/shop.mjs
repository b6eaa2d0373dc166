// One browser, one server, one merchant: a shop that a test can visit.
import assert from "node:assert/strict";
import { afterEach } from "node:test";
import { findLeaks } from "../../../pkg/dist/testing.js";
import { launchChromium } from "./chromium.mjs";
import { Merchant } from "./merchant.mjs";
import { entriesOf, Server } from "./server.mjs";

const PATIENCE = 30_000;

/** One field, one entry that the policy passes, two buttons. */
export const FORM = `<form action="%action%" method="post">
  <input id="name" autocomplete="name" data-waxseal-field name="fullname">
  <input type="hidden" name="cart" value="3 books">
  <button id="pay" name="action" value="pay">Pay</button>
  <button id="other" name="action" value="other">Other</button>
</form>`;

/** For the head of a page with our elements. */
export const DEFINE_ELEMENTS = `<script type="module">
  import { defineElements } from "/waxseal/elements.js";
  defineElements();
</script>`;

// Notes every event of ours on a page, in words that a test can compare.
const RECORDER = `
  window.events = [];
  for (const type of ["ready", "invalid", "sealed", "expiring", "error"]) {
    document.addEventListener("waxseal:" + type, ({ detail }) => {
      const { code, field, element, fields, dropped, message } = detail;
      window.events.push({ type, code, field, id: element?.id, fields, dropped, message });
    });
  }`;

export class Shop {
  static async open({ whole, ...options } = {}) {
    const shop = new Shop();
    shop.merchant = await Merchant.create(options);
    shop.server = await Server.start();
    shop.browser = await launchChromium({
      whole,
      ignoreDefaultArgs: ["--disable-back-forward-cache"],
    });
    return shop;
  }

  async close() {
    await this.browser.close();
    await this.server.stop();
  }

  #visits = 0;

  /**
   * Opens a page with this body in a fresh profile. `%action%` stands for the address that orders
   * go to. Unless told otherwise its first form is protected.
   */
  async visit(body, options = {}) {
    const { script = "await ready;", manifest = {}, csp, head = "", init } = options;
    const number = ++this.#visits;
    const visit = new Visit(this, number);
    const jws = typeof manifest === "string" ? manifest : await this.merchant.publish(manifest);
    this.server.put(visit.manifestPath, { body: jws, delay: options.delay });
    const html = `<!doctype html><title>Shop</title><script>${RECORDER}</script>${head}
      ${body.replaceAll("%action%", visit.action)}
      <script type="module">
        import { CODES, protect, Sealer, WaxsealError } from "/waxseal/index.js";
        const manifest = "${visit.manifestPath}", pin = "${this.merchant.pin}";
        const form = document.querySelector("form");
        Object.assign(window, { CODES, protect, Sealer, WaxsealError, form, manifest, pin });
        const protectWith = (options) => {
          const sealer = Sealer.load({ manifest, pin });
          window.unprotect = protect(form, sealer, options);
          return sealer.then((sealer) => window.sealer = sealer);
        };
        try {
          ${options.unprotected ? "" : `const ready = protectWith(${options.with ?? "{}"});`}
          ${options.unprotected && !options.script ? "" : script}
        } catch ({ code, message }) { window.failure = { code, message }; }
        window.isLoaded = true;
      </script>`;
    const headers = { ...options.headers, ...(csp && { "content-security-policy": csp }) };
    this.server.put(visit.path, { body: html, headers });
    visit.context = await this.browser.newContext();
    visit.page = await visit.context.newPage();
    visit.page.setDefaultTimeout(PATIENCE);
    visit.page.on("console", (message) => visit.console.push(message.text()));
    visit.page.on("pageerror", (error) => visit.faults.push(String(error)));
    if (init) await visit.page.addInitScript(init);
    await visit.page.goto(this.server.origin + visit.path);
    const isThere = options.delay ? () => window.unprotect : () => window.isLoaded;
    await visit.page.waitForFunction(isThere);
    return visit;
  }
}

class Visit {
  console = [];
  faults = [];

  constructor(shop, number) {
    this.shop = shop;
    this.path = `/page/${number}`;
    this.action = `/orders/${number}`;
    this.manifestPath = `/manifest/${number}.jws`;
  }

  /** Runs in the page. */
  run(action, argument) {
    return this.page.evaluate(action, argument);
  }

  /**
   * What the page's scripts have taken of a processor so far, in milliseconds: by the clock it may be
   * more, for the machine has other things to do.
   */
  async work() {
    this.devtools ??= await this.context.newCDPSession(this.page);
    await this.devtools.send("Performance.enable");
    const { metrics } = await this.devtools.send("Performance.getMetrics");
    return 1000 * metrics.find(({ name }) => name === "ThreadTime").value;
  }

  /** What an action takes of a processor, in milliseconds. */
  async took(action) {
    const before = await this.work();
    await action();
    return (await this.work()) - before;
  }

  /** What the page's form would send now. */
  entries() {
    return this.run(() => [...new FormData(window.form)]);
  }

  /** The names and details of our events so far, of one type. */
  async events(type) {
    const events = await this.run(() => window.events);
    return events.filter((event) => event.type === type);
  }

  /** The requests that reached the address for orders. */
  get posts() {
    return this.shop.server.requests.filter(({ url }) => url.split("?")[0] === this.action);
  }

  /** Waits for so many orders and returns the entries of the last. */
  async sent(count = 1) {
    const until = Date.now() + PATIENCE;
    while (this.posts.length < count) {
      if (Date.now() > until) assert.fail(`${this.posts.length} of ${count} orders arrived`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return Object.fromEntries(await entriesOf(this.posts.at(-1)));
  }

  /** Waits a little and makes sure that nothing was sent. */
  async nothingSent() {
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.deepEqual(this.posts, []);
  }

  /** Opens a line with the merchant's keys. */
  async fields(line) {
    return (await this.shop.merchant.open(line)).fields;
  }

  async close() {
    await this.context.close();
  }
}

/** A page that closes itself when its test ends. */
export async function visit(t, shop, body, options) {
  const visit = await shop.visit(body, options);
  t.after(() => end(visit));
  return visit;
}

/** Takes pages, and closes them when a test of this file ends. */
export function closedAfterEach() {
  const visits = [];
  afterEach(async () => {
    for (const visit of visits.splice(0)) await end(visit);
  });
  return (visit) => {
    visits.push(visit);
    return visit;
  };
}

async function end(visit) {
  await visit.close();
  assert.deepEqual(visit.faults, [], "no error reaches the window");
}

/** A promise to keep an answer back with, and what lets it go. */
export function gate() {
  let open;
  const delay = new Promise((resolve) => (open = resolve));
  return { delay, open };
}

/** No request of the page holds a value, however it is written. */
export function assertNotLeaked(visit, values) {
  for (const { method, url, headers, raw } of visit.shop.server.requests) {
    const head = findLeaks({ ...values }, `${url}\n${JSON.stringify(headers)}`, `${method} ${url}`);
    assert.deepEqual([...head, ...findLeaks({ ...values }, raw, `${method} ${url} body`)], []);
  }
}
