// A shopper with Chromium.
import { launchChromium } from "../../browser/support/chromium.mjs";
import { becomeTrue } from "./eventually.mjs";
import { FIELDS } from "./merchant.mjs";

/** A page that a framework wakes up is protected only then: a person would be slower. */
const NOTE_READY = () => {
  document.addEventListener("waxseal:ready", () => (window.isReady = true));
};

export const chromium = {
  name: "Chromium",
  order(address) {
    return this.visit((page) => order(page, address));
  },

  /** Waits until each expression in turn is true on the page. */
  see(address, ...expressions) {
    return this.visit(async (page) => {
      await page.goto(address);
      await becomeTrue(expressions, (expression) => page.evaluate(expression));
    });
  },

  async visit(use) {
    const browser = await launchChromium();
    try {
      await use(await browser.newPage());
    } finally {
      this.version = browser.version();
      await browser.close();
    }
  },
};

async function order(page, address) {
  await fillIn(page, address);
  await page.click("form button");
  await page.waitForURL("**/orders");
}

/** Waits until the page's form is protected, and types an order. */
export async function fillIn(page, address) {
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.addInitScript(NOTE_READY);
  await page.goto(address);
  await page.waitForFunction(() => window.isReady).catch((error) => {
    throw new Error(`${error.message}\n${faults.join("\n")}`);
  });
  await type(page);
}

/** Types an order. */
export async function type(page) {
  for (const [field, value] of Object.entries(FIELDS)) {
    await page.fill(`[autocomplete="${field}"]`, value);
  }
}
