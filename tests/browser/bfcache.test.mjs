import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Shop, visit } from "./support/shop.mjs";

const FORM = `<form action="%action%" method="post">
  <input id="name" autocomplete="name" data-waxseal-field>
  <input id="card" autocomplete="cc-number" data-waxseal-field>
  <input id="csc" autocomplete="cc-csc">
  <input id="national" data-waxseal-field="national-id">
  <button id="pay">Pay</button>
</form>`;
const VALUES = { name: "Ada Lovelace", card: "4111111111111111", csc: "123", national: "AB1234" };

let shop;
before(async () => (shop = await Shop.open({ whole: true })));
after(() => shop.close());

async function filled(t) {
  const script = `await ready;
    addEventListener("pageshow", (event) => window.shown = event.persisted);`;
  const shopper = await visit(t, shop, FORM, { script });
  for (const [id, value] of Object.entries(VALUES)) await shopper.page.fill(`#${id}`, value);
  return shopper;
}

async function leaveAndComeBack({ page, shop }, leave) {
  await leave();
  await page.waitForURL((url) => !url.pathname.startsWith("/page"));
  await page.evaluate(() => void setTimeout(() => history.back()));
  // A restored page has no second load event.
  await page.waitForURL(`${shop.server.origin}/page/*`, { waitUntil: "commit" });
  await page.waitForFunction(() => window.shown === true);
}

const valuesOf = ({ page }) =>
  page.evaluate(() => {
    const inputs = [...document.querySelectorAll("input")];
    return Object.fromEntries(inputs.map(({ id, value }) => [id, value]));
  });

test("a page that comes back after a submit has lost its card, its code and its national id", async (t) => {
  const shopper = await filled(t);
  await leaveAndComeBack(shopper, () => shopper.page.click("#pay"));
  const expected = { name: VALUES.name, card: "", csc: "", national: "" };
  assert.deepEqual(await valuesOf(shopper), expected);
});

test("what is then sent is a new order", async (t) => {
  const shopper = await filled(t);
  await leaveAndComeBack(shopper, () => shopper.page.click("#pay"));
  const { sealed: first } = await shopper.sent();
  for (const id of ["card", "national"]) await shopper.page.fill(`#${id}`, VALUES[id]);
  await shopper.page.click("#pay");
  const { sealed: second } = await shopper.sent(2);
  const [one, two] = [await shop.merchant.open(first), await shop.merchant.open(second)];
  assert.deepEqual(one.fields, two.fields);
  assert.notEqual(one.header.jti, two.header.jti);
});

test("a page that comes back without a submit keeps what was typed, and still works", async (t) => {
  const shopper = await filled(t);
  await leaveAndComeBack(shopper, () => shopper.run(() => void (location.href = "/elsewhere")));
  assert.deepEqual(await valuesOf(shopper), VALUES);
  await shopper.page.click("#pay");
  assert.equal((await shopper.fields((await shopper.sent()).sealed)).name, VALUES.name);
});

test("nothing is left to the garbage collector, whose work ends a page that was left", async (t) => {
  const init = `window.left = new Set();
    window.FinalizationRegistry = class {
      register(target, held, token) { left.add(token); }
      unregister(token) { return left.delete(token); }
    };`;
  const script = `await ready;
    form.addEventListener("submit", (event) => { event.preventDefault(); window.sent = [...new FormData(form).keys()]; });
    window.before = left.size;`;
  const { page } = await visit(t, shop, FORM, { init, script });
  await page.click("#pay");
  for (const [id, value] of Object.entries(VALUES)) await page.fill(`#${id}`, value);
  await page.click("#pay");
  assert.deepEqual(await page.evaluate(() => [sent, left.size - before]), [["sealed"], 0]);
  await page.evaluate(() => sealer.sealForm(form) && unprotect());
  await page.evaluate(() => sealer.sealForm(form));
  assert.equal(await page.evaluate(() => left.size - before), 0);
});

test("a page that is left forgets its prepared keys", async (t) => {
  const script = `window.sealer = await Sealer.load({ manifest, pin });
    const { wipe } = sealer; let wiped = 0;
    sealer.wipe = () => { sessionStorage.wiped = ++wiped; wipe.call(sealer); };
    protect(form, sealer);`;
  const shopper = await visit(t, shop, FORM, { unprotected: true, script });
  await shopper.page.goto(`${shop.server.origin}/elsewhere`);
  assert.equal(await shopper.run(() => sessionStorage.wiped), "1");
});

test("a manifest that ends takes the prepared keys with it", async (t) => {
  const manifest = { exp: Math.floor(Date.now() / 1000) + 1 };
  const script = `window.sealer = await Sealer.load({ manifest, pin });
    const { wipe } = sealer; window.wiped = 0;
    sealer.wipe = () => { wiped++; wipe.call(sealer); };
    protect(form, sealer);`;
  const shopper = await visit(t, shop, FORM, { unprotected: true, script, manifest });
  await shopper.page.waitForFunction(() => window.wiped === 1);
});

test("unprotect forgets prepared keys", async (t) => {
  const script = `window.sealer = await Sealer.load({ manifest, pin });
    const { wipe } = sealer; window.wiped = 0;
    sealer.wipe = () => { wiped++; wipe.call(sealer); };
    protect(form, sealer)();`;
  const shopper = await visit(t, shop, FORM, { unprotected: true, script });
  assert.equal(await shopper.run(() => wiped), 1);
});
