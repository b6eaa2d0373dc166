// The privacy notice as a shopper meets it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launchChromium } from "./support/chromium.mjs";
import { Desk } from "./support/desk.mjs";
import { print } from "./support/print.mjs";

const axe = await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const LONG_NAME = "Buchhandlung Donaudampfschifffahrtsgesellschaftskapitänswitwe & Töchter";
const POLICY = `
[fields.name-of-the-merchants-own-that-is-as-long-as-a-name-may-be]
role = "fulfilment"
purpose = "See that a long word breaks"
also-pass = true
`;

let desk;
let browser;
let html;

before(async () => {
  desk = await Desk.open({ merchant: LONG_NAME, policy: POLICY });
  html = await desk.waxseal("notice");
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await desk?.close();
});

async function show(t, options) {
  const page = await browser.newPage(options);
  t.after(() => page.close());
  page.on("request", (request) => assert.fail(`it asks for ${request.url()}`));
  await page.setContent(html);
  return page;
}

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing, in the ${colorScheme} scheme`, async (t) => {
    const page = await show(t, { colorScheme });
    await page.evaluate(axe);
    const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
    assert.ok(passes.some(({ id }) => id === "color-contrast"));
  });
}

test("nothing is wider than a screen of 360 pixels", async (t) => {
  const page = await show(t, { viewport: { width: 360, height: 700 } });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.equal(width, 360);
});

test("it prints on A4, and no heading is left alone at the foot of a page", async (t) => {
  const { pages, paper } = await print(await show(t));
  assert.deepEqual(paper, [210, 297]);
  assert.ok(pages.length > 1 && pages.length < 6, `${pages.length} pages`);
  const headings = ["Card number", "Who reads it", "What is sent unsealed"];
  for (const page of pages) {
    assert.ok(!headings.some((heading) => page.trimEnd().endsWith(heading)), page);
  }
});
