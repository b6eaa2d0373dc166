// A shopper with Firefox, driven over WebDriver BiDi.
import { launch } from "puppeteer-core";
import { becomeTrue } from "./eventually.mjs";
import { FIELDS } from "./merchant.mjs";

export const firefox = {
  name: "Firefox",
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
    const executablePath = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
    const browser = await launch({ browser: "firefox", executablePath });
    try {
      this.version = (await browser.version()).replace(/^.*\//, "");
      await use(await browser.newPage());
    } finally {
      await browser.close();
    }
  },
};

async function order(page, address) {
  await page.goto(address);
  for (const [field, value] of Object.entries(FIELDS)) {
    await page.type(`[autocomplete="${field}"]`, value);
  }
  await Promise.all([page.waitForNavigation(), page.click("form button")]);
}
