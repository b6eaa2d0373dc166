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

/** Opens an example with this merchant's pin and manifest. */
async function open(t, name, manifest) {
  const html = readFileSync(new URL(`../../examples/web/${name}`, import.meta.url), "utf8");
  assert.ok(html.includes(ANY_PIN));
  shop.server.put("/waxseal.jws", { body: await shop.merchant.publish(manifest) });
  shop.server.put(`/${name}`, { body: html.replaceAll(ANY_PIN, shop.merchant.pin) });
  const page = await shop.browser.newPage();
  t.after(() => page.close());
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  t.after(() => assert.deepEqual(faults, []));
  await page.goto(`${shop.server.origin}/${name}`);
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
  const page = await open(t, "steps.html", { forms });
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
