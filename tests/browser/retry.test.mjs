// What was missing for a while, as a manifest that could not be fetched: the next submit tries again, once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertNotLeaked, FORM, gate, Shop, visit } from "./support/shop.mjs";

const NAME = "Ada Lovelace";
const AWAY = { status: 503, body: "away" };
const WITH_FUNCTION = `window.loads = 0;
  window.unprotect = protect(form, () => (loads++, Sealer.load({ manifest: "%path%", pin })));`;

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

let number = 0;
/** A page whose manifest is away at first. `back` brings it. */
async function away(t, { answer = AWAY, script = WITH_FUNCTION, form = FORM, head = "" } = {}) {
  const path = `/away/${++number}.jws`;
  const pin = shop.merchant.pin;
  const attributes = `<form data-waxseal="${path}" data-waxseal-pin="${pin}"`;
  shop.server.put(path, answer);
  const options = { unprotected: true, script: script.replace("%path%", path), head };
  const shopper = await visit(t, shop, form.replaceAll("<form-auto", attributes), options);
  await shopper.page.waitForSelector("[role=alert]");
  await shopper.page.fill("#name", NAME);
  const body = await shop.merchant.publish();
  const asked = () => shop.server.requests.filter(({ url }) => url === path).length;
  return { shopper, asked, back: (delay) => shop.server.put(path, { body, delay }) };
}

test("a manifest that is back by the next submit seals it, held meanwhile", async (t) => {
  const { shopper, asked, back } = await away(t);
  const { delay, open } = gate();
  back(delay);
  await shopper.page.click("#other");
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.equal(await shopper.page.getAttribute("form", "aria-busy"), "true");
  assert.equal(await shopper.page.textContent("[role=alert]"), "", "the old reason is gone");
  open();
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual(others, { cart: "3 books", action: "other" });
  assert.deepEqual(await shopper.fields(sealed), { name: NAME });
  assert.equal(asked(), 2);
});

test("one that stays away is asked for once a submit, and nothing is sent", async (t) => {
  const { shopper, asked } = await away(t);
  for (const times of [2, 3]) {
    await shopper.page.click("#pay");
    await shopper.page.waitForFunction(() => !form.hasAttribute("aria-busy"));
    await shopper.page.waitForSelector("[role=alert]:not(:empty)");
    await shopper.nothingSent();
    assert.equal(asked(), times);
  }
  assert.deepEqual([...new Set((await shopper.events("error")).map(({ code }) => code))], ["io"]);
  assertNotLeaked(shopper, [NAME]);
});

test("memory that is used up is io, and once there is some again the order is sealed", async (t) => {
  const hoard = `window.hoard = [];
    try { for (;;) hoard.push(new WebAssembly.Memory({ initial: 1, maximum: 65536 })); } catch {}`;
  const shopper = await visit(t, shop, FORM, {
    unprotected: true,
    script: `${hoard} protect(form, () => Sealer.load({ manifest, pin }));`,
  });
  await shopper.page.waitForSelector("[role=alert]");
  const [{ code }] = await shopper.events("error");
  assert.equal(code, "io");
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  await shopper.run(() => delete window.hoard);
  await shopper.page.click("#pay");
  const { sealed } = await shopper.sent();
  assert.deepEqual(await shopper.fields(sealed), { name: NAME });
});

test("a reason that does not pass is not tried again", async (t) => {
  const { shopper, asked, back } = await away(t, { answer: { body: "<!doctype html>" } });
  back();
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.equal(asked(), 1);
  assert.equal((await shopper.events("error")).at(-1).code, "malformed");
});

test("a promise is not tried again: nobody knows how", async (t) => {
  const script = `protect(form, Sealer.load({ manifest: "%path%", pin }));`;
  const { shopper, asked, back } = await away(t, { script });
  back();
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.equal(asked(), 1);
});

test("a script that did not load is tried again", async (t) => {
  const script = `window.loads = 0; protect(form, async () => {
    if (loads++ === 0) throw new TypeError("no chunk");
    return Sealer.load({ manifest, pin });
  });`;
  const { shopper } = await away(t, { script });
  assert.equal((await shopper.events("error"))[0].code, "not-ready");
  await shopper.page.click("#pay");
  assert.deepEqual(await shopper.fields((await shopper.sent()).sealed), { name: NAME });
});

test("a function may give a sealer at once, and one that throws is an error", async (t) => {
  const script = `const sealer = await Sealer.load({ manifest, pin });
    protect(form, () => sealer)();
    protect(form, () => { throw new WaxsealError("expired", "own"); });
    await new Promise((resolve) => form.addEventListener("waxseal:error", resolve));`;
  const shopper = await visit(t, shop, FORM, { unprotected: true, script });
  assert.deepEqual((await shopper.events("error")).map(({ code }) => code), ["expired"]);
});

test("a function that throws each time never leaves a submit held", async (t) => {
  const script = `protect(form, () => { throw new WaxsealError("io", "own"); });
    await new Promise((resolve) => form.addEventListener("waxseal:error", resolve));`;
  const shopper = await visit(t, shop, FORM, { unprotected: true, script });
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.equal(await shopper.page.getAttribute("form", "aria-busy"), null);
  assert.equal((await shopper.events("error")).length, 2);
});

test("whoever awaits the sealer that a form was given finds the form ready", async (t) => {
  for (const source of ["sealer", "() => sealer"]) {
    const script = `const sealer = Sealer.load({ manifest, pin }); protect(form, ${source});
      form.elements[0].value = "${NAME}";
      window.line = (await sealer).sealForm(form).get("sealed");`;
    const shopper = await visit(t, shop, FORM, { unprotected: true, script });
    assert.deepEqual(await shopper.fields(await shopper.run(() => window.line)), { name: NAME });
  }
});

test("a form in markup asks again, and with it the others of its manifest share the answer", async (t) => {
  const markup = FORM.replace("<form", "<form-auto");
  const form = markup + markup.replaceAll(/id="(\w+)"/g, 'id="$1-two"');
  const head = '<script type="module" src="/waxseal/auto.js"></script>';
  const { shopper, asked, back } = await away(t, { script: "", form, head });
  assert.equal(asked(), 1);
  const { delay, open } = gate();
  back(delay);
  await shopper.page.fill("#name-two", "Grace Hopper");
  await shopper.page.click("#pay-two");
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  open();
  await shopper.sent();
  assert.equal(asked(), 2);
});
