// The demo shop from end to end: a customer types, the shop stores, the desk opens.

import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, describe, test } from "node:test";
import { once } from "node:events";
import { compactDecrypt, decodeProtectedHeader, importJWK } from "jose";
import { fillIn, startBrowser, visit } from "./demo-customer.mjs";
import { openShop, orders, waxseal } from "./demo-shop.mjs";
import { findLeaks } from "../../pkg/dist/testing.js";

const TYPED = {
  name: "Ada Ångström-O’Hara",
  email: "ada.angstrom@mail.example",
  tel: "+44 20 7946 0958",
  "street-address": "“Rose” & Crown, 7 Straße\nDublin",
  "postal-code": "D02 XY45",
  countryName: "Ireland",
  "cc-name": "A ANGSTROM",
  "cc-number": "4242 4242 4242 4242",
  "cc-exp": "09/29",
};

const OPENED = {
  name: TYPED.name,
  email: TYPED.email,
  tel: "+442079460958",
  "street-address": TYPED["street-address"],
  "postal-code": TYPED["postal-code"],
  country: "IE",
  "cc-name": TYPED["cc-name"],
  "cc-number": "4242424242424242",
  "cc-exp": TYPED["cc-exp"],
};

// As typed, line by line, and as sealed. Two letters would be found by chance in any ciphertext,
// so the country is looked for by its name, and its code by the entries' names.
const SECRETS = [...Object.values(TYPED), ...Object.values(OPENED)]
  .flatMap((value) => [value, ...value.split("\n")])
  .filter((value) => value !== OPENED.country);

let shop;
let customer;

before(async () => {
  shop = await openShop();
  customer = await startBrowser(shop.url);
});

after(async () => {
  await customer?.close();
  if (shop) assert.equal(await shop.close(), 0, "Ctrl-C closes the shop");
});

// Sends a request as a program would, with no browser to keep its headers honest.
async function ask(method, path, { body, type = "application/x-www-form-urlencoded", ...headers } = {}) {
  const sent = request(new URL(path, shop.url), { method, headers });
  if (body !== undefined) sent.setHeader("content-type", type);
  sent.on("error", () => {});
  sent.end(body);
  const [response] = await once(sent, "response");
  return { status: response.statusCode, headers: response.headers, text: await text(response) };
}

async function text(response) {
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

test("the shop says in one line where everything is", () => {
  assert.equal(shop.said.length, 1);
  assert.deepEqual(
    Object.keys(JSON.parse(shop.said[0])),
    ["url", "vault", "passphrase_file", "orders"],
  );
});

describe("an order, typed and sent by keyboard", () => {
  let visitor;
  let stored;

  before(async () => {
    visitor = await visit(customer.browser, shop.url);
    await fillIn(visitor.page, TYPED);
    await Promise.all([
      visitor.page.waitForURL("**/orders/*"),
      visitor.page.keyboard.press("Enter"),
    ]);
    [stored] = await orders(shop);
  });

  after(() => visitor?.close());

  test("leaves the browser without any typed value", () => {
    const sent = customer.sent();
    assert.ok(sent.includes("POST http") && sent.includes(stored.body), "the wire was recorded");
    assert.deepEqual(findLeaks({ ...SECRETS }, sent), []);
    assert.deepEqual(
      [...new URLSearchParams(stored.body).keys()].sort(),
      ["cart", "gift-wrap", "sealed"],
    );
    assert.deepEqual([...visitor.asked], [new URL(shop.url).origin]);
  });

  test("is stored as it was received", () => {
    assert.equal(new URLSearchParams(stored.body).get("sealed"), stored.sealed);
    assert.match(stored.received_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  test("is opened at the desk to what was typed", async () => {
    const output = await waxseal(shop, ["open", "--reveal", "all"], `${stored.sealed}\n`);
    const record = JSON.parse(output);
    for (const [field, value] of Object.entries(OPENED)) {
      assert.equal(record[`seal.${field}`], value, field);
    }
    // The shop's own page opened it a moment ago.
    assert.deepEqual(record.checks, ["opened-before"]);
  });

  test("is opened by a stock JOSE library to the same", async () => {
    const fields = {};
    for (const part of stored.sealed.split("~")) {
      const { role } = decodeProtectedHeader(part);
      const jwk = await waxseal(shop, ["keys", "export", "--role", role, "--jwk", "--yes"]);
      const { plaintext } = await compactDecrypt(part, await importJWK(JSON.parse(jwk), "ECDH-ES"));
      Object.assign(fields, JSON.parse(new TextDecoder().decode(plaintext)));
    }
    delete fields._;
    assert.deepEqual(fields, OPENED);
  });

  test("is shown as it travelled and as the desk opens it, masked until revealed", async () => {
    const { page } = visitor;
    const card = page.locator("[data-field=cc-number]");
    assert.equal(await page.locator("pre.body").textContent(), stored.body);
    assert.equal(await page.locator("[data-field=name]").textContent(), TYPED.name);
    assert.match(await card.textContent(), /^[^0-9]*4242$/);
    await page.getByRole("button", { name: "Reveal all" }).press("Enter");
    await page.getByRole("link", { name: "Mask it again" }).waitFor();
    assert.equal(await card.textContent(), OPENED["cc-number"]);
  });

  test("leaves no complaint of the browser and no violation of the policy", () => {
    assert.deepEqual(visitor.complaints, []);
  });

  test("is on pages that fit a narrow screen", async () => {
    for (const path of ["/", `/orders/${stored.id}`]) {
      const narrow = await visit(customer.browser, new URL(path, shop.url).href, {
        viewport: { width: 360, height: 720 },
      });
      const width = await narrow.page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(width, 360, path);
      await narrow.close();
    }
  });
});

test("a mistyped card number is told to the customer and nothing is sent", async () => {
  const { page, close } = await visit(customer.browser, shop.url);
  const before = customer.sent().split("POST ").length;
  await fillIn(page, { ...TYPED, "cc-number": "4242 4242 4242 4241" });
  await page.keyboard.press("Enter");
  const link = page.getByRole("link", { name: /a digit is wrong/ });
  await link.waitFor();
  assert.ok(await page.evaluate(() => document.activeElement.matches("[data-waxseal-summary]")));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "cc-number");
  assert.equal(customer.sent().split("POST ").length, before);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("4242 4242 4242 4242");
  assert.equal(await link.isVisible(), false);
  assert.equal(await page.locator("output").textContent(), "Visa");
  await close();
});

test("without a sealed entry an order is refused and not kept", async () => {
  const kept = (await orders(shop)).length;
  for (const body of ["cart=1", "cart=1&sealed=", "name=Ada"]) {
    assert.equal((await ask("POST", "/orders", { body })).status, 422, body);
  }
  assert.equal((await orders(shop)).length, kept);
});

test("what is not an order is refused and not kept", async () => {
  const kept = (await orders(shop)).length;
  const json = { body: "{}", type: "application/json" };
  assert.equal((await ask("POST", "/orders", json)).status, 415);
  assert.equal((await ask("GET", "/orders")).status, 405);
  assert.equal((await ask("PUT", "/orders", { body: "sealed=a" })).status, 405);
  const long = { body: `sealed=${"a".repeat(1 << 20)}` };
  assert.equal((await ask("POST", "/orders", long)).status, 413);
  assert.equal((await orders(shop)).length, kept);
});

test("other sites reach neither the shop nor the desk", async () => {
  const foreign = { origin: "https://shop.example" };
  assert.equal((await ask("GET", "/", { host: "shop.example" })).status, 421);
  assert.equal((await ask("POST", "/orders", { body: "sealed=a", ...foreign })).status, 403);
  assert.equal((await ask("POST", "/orders/1/reveal", foreign)).status, 403);
  assert.equal((await ask("POST", "/orders/1/reveal")).status, 403);
  assert.equal((await ask("GET", "/orders/1/reveal")).status, 405);
});

test("an order that the desk cannot open is shown as refused", async () => {
  const { headers } = await ask("POST", "/orders", { body: "sealed=%3Cb%3Enonsense" });
  const page = await ask("GET", headers.location);
  assert.equal(page.status, 200);
  assert.match(page.text, /The desk refuses this order/);
  assert.ok(!page.text.includes("<b>"));
});
