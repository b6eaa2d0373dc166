// The demo's checkout, for people who see, hear or move otherwise.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { openShop } from "./demo-shop.mjs";
import { STATES } from "./demo-states.mjs";
import { assertAccessible } from "./support/axe.mjs";
import { launchChromium } from "./support/chromium.mjs";

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 740 };

let shop;
let browser;
let page;

before(async () => {
  shop = await openShop();
  browser = await launchChromium();
});

afterEach(() => page?.close());

after(async () => {
  await browser?.close();
  await shop?.close();
});

async function show(state, options) {
  page = await browser.newPage({ viewport: WIDE, ...options });
  await page.goto(shop.url);
  await STATES[state](page);
  return page;
}

for (const state of Object.keys(STATES)) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing: ${state}, ${colorScheme}`, async () => {
      await assertAccessible(await show(state, { colorScheme }));
    });
  }

  test(`nothing is wider than the screen, zoomed or narrow: ${state}`, async () => {
    for (const viewport of [NARROW, { width: WIDE.width / 2, height: WIDE.height / 2 }]) {
      await show(state, { viewport });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(width, viewport.width);
      await page.close();
    }
  });
}

test("axe finds nothing on a page that runs from right to left", async () => {
  await show("badge", { viewport: NARROW });
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  await assertAccessible(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.equal(width, NARROW.width);
});

test("without JavaScript the shopper reads how else to order, and nothing can be sent that was typed", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  page = await context.newPage();
  await page.goto(shop.url);
  await page.getByRole("link", { name: "+44 20 7946 0000" }).waitFor();
  assert.equal(await page.locator("[data-waxseal-field][name]").count(), 0);
});

test("when there is no manifest the button is off and the other ways are told", async () => {
  await show("fallback");
  assert.equal(await page.getByRole("button", { name: /^Place the order/ }).isDisabled(), true);
  const other = await page.getByRole("region", { name: "Other ways to order" }).ariaSnapshot();
  assert.match(other, /link "\+44 20 7946 0000"/);
  assert.match(await page.getByRole("alert").filter({ visible: true }).innerText(), /cannot be sent safely now/);
});
