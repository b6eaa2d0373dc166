// The pages of examples/web, as they stand there: what a shopper does on them, and what arrives.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { entriesOf } from "./support/server.mjs";
import { assertNotLeaked, Shop } from "./support/shop.mjs";

const ANY_PIN = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:...";
const CARD = "4111 1111 1111 1111";

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

const read = (name) => readFileSync(new URL(`../../examples/web/${name}`, import.meta.url), "utf8");

/** Opens an example with this merchant's pin and manifest. */
async function open(t, name, { manifest, headers, waitUntil, ...options } = {}) {
  const html = read(name);
  assert.ok(html.includes(ANY_PIN));
  shop.server.put("/waxseal.jws", { body: await shop.merchant.publish(manifest) });
  shop.server.put(`/${name}`, { body: html.replaceAll(ANY_PIN, shop.merchant.pin), headers });
  const page = await shop.browser.newPage(options);
  t.after(() => page.close());
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  t.after(() => assert.deepEqual(faults, []));
  await page.goto(`${shop.server.origin}/${name}`, { waitUntil });
  return page;
}

const posts = () => shop.server.requests.filter(({ method }) => method === "POST");

test("fetch with JSON sends what the policy passes and the sealed order", async (t) => {
  const page = await open(t, "json.html");
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByLabel("E-mail").fill("ada@b");
  await page.getByText("Order").click();
  assert.deepEqual(posts(), [], "a form that is wrong never gets to the page's own code");
  await page.getByLabel("E-mail").fill("ada@b.example");
  await page.getByText("Order").click();
  await page.getByText("Thank you.").waitFor();
  const [{ url, headers, body }] = posts();
  assert.deepEqual([url, headers["content-type"]], ["/api/orders", "application/json"]);
  const { sealed, ...others } = JSON.parse(body);
  assert.deepEqual(others, { cart: "3 books" });
  const { fields, header } = await shop.merchant.open(sealed);
  assert.deepEqual(fields, { name: "Ada Lovelace", email: "ada@b.example" });
  assert.equal(header.ref, "A-1001");
  assertNotLeaked({ shop }, ["Ada Lovelace", "ada@b.example"]);
});

test("a checkout of two steps sends an order for each, of one reference", async (t) => {
  const forms = { address: { fields: ["name", "email"] }, payment: { fields: ["cc-number", "cc-exp"] } };
  const page = await open(t, "steps.html", { manifest: { forms } });
  const count = posts().length;
  const next = () => page.getByText("Next").click();
  await next();
  assert.equal(await page.locator("#payment").isVisible(), false, "the first step has to be right");
  await page.getByLabel("Name").fill("Ada Lovelac");
  await page.getByLabel("E-mail").fill("ada@b.example");
  await next();
  await page.getByText("Back").click();
  await page.getByLabel("Name").fill("Ada Lovelace");
  await next();
  await page.getByLabel("Card").fill("4111 1111 1111 1112");
  await page.getByLabel("Expiry").fill("12/29");
  await page.getByText("Pay").click();
  assert.equal(posts().length, count, "the card's last digit is wrong");
  await page.getByLabel("Card").fill(CARD);
  await page.getByText("Pay").click();
  await page.getByText("Thank you.").waitFor();
  assert.match(posts().at(-1).headers["content-type"], /^application\/x-www-form-urlencoded\b/);
  const { cart, ...lines } = Object.fromEntries(await entriesOf(posts().at(-1)));
  assert.deepEqual([cart, Object.keys(lines)], ["3 books", ["sealed", "sealed-address"]]);
  const [payment, address] = [await shop.merchant.open(lines.sealed), await shop.merchant.open(lines["sealed-address"])];
  assert.deepEqual(address.fields, { name: "Ada Lovelace", email: "ada@b.example" });
  assert.deepEqual(payment.fields, { "cc-number": "4111111111111111", "cc-exp": "12/29" });
  const marks = [address, payment].map(({ header: { form, ref } }) => [form, ref]);
  assert.deepEqual(marks, [["address", "A-1001"], ["payment", "A-1001"]]);
  assertNotLeaked({ shop }, ["Ada Lovelac", "ada@b.example", CARD, "4111111111111111"]);
});

/** The one that docs/content-security.md recommends. */
function strictest() {
  const text = readFileSync(new URL("../../docs/content-security.md", import.meta.url), "utf8");
  return { "content-security-policy": /^default-src .*$/m.exec(text)[0] };
}

async function openMarkup(t, options) {
  shop.server.put("/markup.js", { body: read("markup.js") });
  const page = await open(t, "markup.html", { headers: strictest(), ...options });
  return { page, button: page.getByRole("button", { name: "Order" }) };
}

/** What the package's script answers until the test ends. */
function serveAuto(t, answer) {
  shop.server.put("/waxseal/auto.js", answer);
  t.after(() => shop.server.put("/waxseal/auto.js", undefined));
}

/** Types an order and tries to send it, in each way that a shopper has. Nothing is posted. */
async function assertNotSent(page, button) {
  const count = posts().length;
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByLabel("E-mail").fill("ada@b.example");
  await button.click({ force: true });
  await page.getByLabel("Name").press("Enter");
  await page.waitForTimeout(200);
  assert.deepEqual([await button.isDisabled(), posts().length], [true, count]);
}

test("a form by markup cannot be sent before it is protected, and then is sent sealed", async (t) => {
  let arrive;
  const delay = new Promise((resolve) => (arrive = resolve));
  serveAuto(t, { body: readFileSync(new URL("../../pkg/dist/auto.js", import.meta.url)), delay });
  const { page, button } = await openMarkup(t, { waitUntil: "commit" });
  await assertNotSent(page, button);
  arrive();
  await Promise.all([page.waitForURL("**/orders"), button.click()]);
  const { sealed, ...others } = Object.fromEntries(await entriesOf(posts().at(-1)));
  assert.deepEqual(others, { cart: "3 books" });
  assert.deepEqual((await shop.merchant.open(sealed)).fields, { name: "Ada Lovelace", email: "ada@b.example" });
});

test("a form by markup whose script did not come cannot be sent", async (t) => {
  serveAuto(t, { status: 404 });
  const { page, button } = await openMarkup(t);
  await assertNotSent(page, button);
});

test("a form by markup says without JavaScript how else to order, and cannot be sent", async (t) => {
  const { page, button } = await openMarkup(t, { javaScriptEnabled: false });
  assert.equal(await page.locator("noscript").isVisible(), true);
  await assertNotSent(page, button);
});
