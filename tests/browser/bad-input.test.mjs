// Bad manifests, clocks, forms and values: a coded error or a correct order, and never plaintext out.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertNotLeaked, FORM, Shop, visit } from "./support/shop.mjs";

const NAME = "Ada Lovelace";
const DAY = 86_400;
const seconds = () => Math.floor(Date.now() / 1000);

let shop, manifest;
before(async () => {
  shop = await Shop.open();
  manifest = await shop.merchant.publish();
});
after(() => shop.close());

/** Tries every way to send the form. Nothing may come of it but entries that are no field's. */
async function sendInEveryWay(shopper, value = NAME) {
  await shopper.page.fill("#name", value);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.deepEqual((await shopper.entries()).filter(([name]) => name !== "cart"), []);
  await shopper.run(() => HTMLFormElement.prototype.submit.call(form));
  assert.deepEqual(Object.keys(await shopper.sent()).filter((name) => name !== "cart"), []);
  assertNotLeaked(shopper, [value]);
}

const HUGE = 10 << 20;
const MANIFESTS = {
  "that is missing": ["io", () => ({ status: 404, body: "" })],
  "whose server fails": ["io", () => ({ status: 503, body: "busy" })],
  "that is empty": ["malformed", () => ({ body: "" })],
  "that is HTML": ["malformed", () => ({ body: "<!doctype html><title>Not found</title>" })],
  "that is JSON": ["malformed", () => ({ body: JSON.stringify(shop.merchant.payloadOf(manifest)) })],
  "that is cut off": ["malformed", () => ({ body: manifest.slice(0, manifest.length >> 1) })],
  "whose signature is cut off": ["malformed", () => ({ body: manifest.slice(0, -9) })],
  "whose payload was changed": ["untrusted", () => ({ body: changed() })],
  "of 10 MB of blanks": ["malformed", () => ({ body: " ".repeat(HUGE) })],
  "of 10 MB of HTML": ["malformed", () => ({ body: "<p>".repeat(HUGE / 3) })],
  "of 10 MB of base64url": ["malformed", () => ({ body: `eyJ${"A".repeat(HUGE)}.e30.AA` })],
  "whose payload became 10 MB": ["malformed", () => ({ body: inflated() })],
  "that has expired": ["expired", () => published({ iat: seconds() - 99 * DAY, exp: seconds() - 2 * DAY })],
  "of the next year": ["not-yet-valid", () => published({ iat: seconds() + 365 * DAY, exp: seconds() + 400 * DAY })],
  "of another shop": ["wrong-origin", () => published({ env: "live", origins: ["https://shop.example"] })],
};

const published = async (changes) => ({ body: await shop.merchant.publish(changes) });

function changed() {
  const [header, payload, signature] = manifest.split(".");
  const other = Buffer.from(payload, "base64url").toString().replace("Acme", "Evil");
  return [header, Buffer.from(other).toString("base64url"), signature].join(".");
}

function inflated() {
  const [header, , signature] = manifest.split(".");
  return [header, "A".repeat(HUGE), signature].join(".");
}

for (const [what, [code, answer]] of Object.entries(MANIFESTS)) {
  test(`a manifest ${what} is ${code}, soon, and no field is sent`, async (t) => {
    const path = `/bad/${encodeURIComponent(what)}.jws`;
    shop.server.put(path, await answer());
    const script = `protect(form, () => Sealer.load({ manifest: "${path}", pin }));
      await new Promise((resolve) => form.addEventListener("waxseal:error", resolve));`;
    const shopper = await visit(t, shop, FORM, { unprotected: true, script });
    assert.equal((await shopper.events("error"))[0].code, code);
    const work = await shopper.work();
    assert.ok(work < 2_000, `the page is not held up: ${work} ms`);
    await sendInEveryWay(shopper);
  });
}

test("a manifest whose server cannot be reached is io, and no field is sent", async (t) => {
  const script = `protect(form, Sealer.load({ manifest: "http://127.0.0.1:1/m.jws", pin }));
    await new Promise((resolve) => form.addEventListener("waxseal:error", resolve));`;
  const shopper = await visit(t, shop, FORM, { unprotected: true, script });
  assert.equal((await shopper.events("error"))[0].code, "io");
  await sendInEveryWay(shopper);
});

for (const [pin, code] of [["AAAA", "untrusted"], ["", "malformed"], ["!", "malformed"]]) {
  test(`a pin that ends in "${pin}" is ${code}, and no field is sent`, async (t) => {
    const script = `protect(form, Sealer.load({ manifest, pin: pin.slice(0, -4) + "${pin}" }));
      await new Promise((resolve) => form.addEventListener("waxseal:error", resolve));`;
    const shopper = await visit(t, shop, FORM, { unprotected: true, script });
    assert.equal((await shopper.events("error"))[0].code, code);
    await sendInEveryWay(shopper);
  });
}

const CLOCKS = { "a year behind": -365, "a day behind": -1, "a day ahead": 1, "a year ahead": 365 };
const WRONG = { "a year behind": "not-yet-valid", "a year ahead": "expired" };

for (const [what, days] of Object.entries(CLOCKS)) {
  test(`a clock that is ${what} ${WRONG[what] ? "stops the form" : "does not matter"}`, async (t) => {
    const init = `{ const { now } = Date; Date.now = () => now() + ${days * DAY * 1000}; }`;
    const shopper = await visit(t, shop, FORM, { init });
    if (WRONG[what]) {
      assert.equal((await shopper.run(() => failure)).code, WRONG[what]);
      return sendInEveryWay(shopper);
    }
    await shopper.page.fill("#name", NAME);
    await shopper.page.click("#pay");
    const { header, fields } = await shop.merchant.open((await shopper.sent()).sealed);
    assert.deepEqual(fields, { name: NAME });
    assert.ok(Math.abs(header.iat - seconds() - days * DAY) < 60, "the order says what the clock said");
    assertNotLeaked(shopper, [NAME]);
  });
}

test("a form that is removed while it is sealed sends nothing, and its entries are sealed", async (t) => {
  const shopper = await visit(t, shop, FORM, { with: "{ ref: () => (window.armed && form.remove(), 'A-1') }" });
  await shopper.page.fill("#name", NAME);
  await shopper.run(() => void (window.armed = true));
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  const [, [name, line]] = await shopper.entries();
  assert.equal(name, "sealed");
  assert.deepEqual(await shopper.fields(line), { name: NAME });
  assertNotLeaked(shopper, [NAME]);
});

test("a form that is removed as soon as it is sealed sends no field", async (t) => {
  const script = `await ready; form.addEventListener("formdata", () => form.remove());`;
  const shopper = await visit(t, shop, FORM, { script });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await new Promise((resolve) => setTimeout(resolve, 300));
  assertNotLeaked(shopper, [NAME]);
});

test("a second protect is refused, and the first goes on", async (t) => {
  const script = `await ready; protect(form, sealer, { into: "other" });`;
  const shopper = await visit(t, shop, FORM, { script });
  assert.equal((await shopper.run(() => failure)).code, "policy");
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual([others, await shopper.fields(sealed)], [{ cart: "3 books", action: "pay" }, { name: NAME }]);
});
