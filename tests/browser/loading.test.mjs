import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertNotLeaked, FORM, gate, Shop, visit } from "./support/shop.mjs";

const NAME = "Ada Lovelace";
const CONTACT = { post: "1 High Street", tel: "+44 20 7946 0000", email: "orders@acme.example" };

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

test("a submit before the manifest is there is held and then resumed with its submitter", async (t) => {
  const { delay, open } = gate();
  const shopper = await visit(t, shop, FORM, { delay });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#other");
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.equal(await shopper.page.getAttribute("form", "aria-busy"), "true");
  open();
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual(others, { cart: "3 books", action: "other" });
  assert.deepEqual(await shopper.fields(sealed), { name: NAME });
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(shopper.posts.length, 1);
});

test("a held submit is checked when it is resumed", async (t) => {
  const { delay, open } = gate();
  const shopper = await visit(t, shop, FORM, { delay });
  await shopper.page.click("#pay");
  open();
  await shopper.page.waitForFunction(() => window.isLoaded);
  await shopper.nothingSent();
  assert.equal((await shopper.events("invalid")).length, 1);
  assert.equal(await shopper.page.getAttribute("form", "aria-busy"), null);
});

test("form.submit() before the manifest is there sends nothing", async (t) => {
  const { delay, open } = gate();
  t.after(open);
  const shopper = await visit(t, shop, FORM, { delay });
  await shopper.page.fill("#name", NAME);
  await shopper.run(() => HTMLFormElement.prototype.submit.call(form));
  assert.deepEqual(await shopper.sent(), {});
});

test("a form that is removed while its submit is held is not sent", async (t) => {
  const { delay, open } = gate();
  const shopper = await visit(t, shop, FORM, { delay });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.run(() => form.remove());
  open();
  await shopper.page.waitForFunction(() => window.isLoaded);
  await shopper.nothingSent();
});

test("a submitter that is removed while its submit is held does not hold it for good", async (t) => {
  const { delay, open } = gate();
  const shopper = await visit(t, shop, FORM, { delay });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.run(() => document.querySelector("#pay").remove());
  open();
  assert.deepEqual(Object.keys(await shopper.sent()), ["cart", "sealed"]);
});

test("a submitter that is one no more while its submit is held does not lose it", async (t) => {
  const { delay, open } = gate();
  const shopper = await visit(t, shop, FORM, { delay });
  await shopper.page.fill("#name", "Ada Lovelace");
  await shopper.page.click("#pay");
  await shopper.run(() => void (document.querySelector("#pay").type = "button"));
  open();
  assert.deepEqual(await shopper.fields((await shopper.sent()).sealed), { name: "Ada Lovelace" });
});

test("unprotect lets a held submit go, and what comes late changes nothing", async (t) => {
  const { delay, open } = gate();
  const shopper = await visit(t, shop, FORM, { delay });
  await shopper.page.click("#pay");
  await shopper.run(() => unprotect());
  assert.equal(await shopper.page.getAttribute("form", "aria-busy"), null);
  open();
  await shopper.page.waitForFunction(() => window.isLoaded);
  await shopper.nothingSent();
  assert.deepEqual(await shopper.events("ready"), []);
});

test("without a manifest nothing is sent, and the error is shown", async (t) => {
  const shopper = await visit(t, shop, FORM, { manifest: "<!doctype html>Not found" });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  const errors = await shopper.events("error");
  assert.equal(errors.at(-1).code, "malformed");
  assert.match(await shopper.page.textContent("[role=alert]"), /cannot be sent safely.*malformed/);
  assert.deepEqual(await shopper.entries(), []);
  assert.ok(shopper.console.some((line) => line.includes("WaxsealError")));
  assertNotLeaked(shopper, [NAME]);
});

test("a held submit whose manifest never comes is not sent", async (t) => {
  const { delay, open } = gate();
  const shopper = await visit(t, shop, FORM, { delay, manifest: "nothing" });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  open();
  await shopper.page.waitForSelector("[role=alert]");
  assert.equal(await shopper.page.getAttribute("form", "aria-busy"), null);
  await shopper.nothingSent();
});

test("a manifest whose server never answers is given up, and the held submit with it", async (t) => {
  const { delay, open } = gate();
  t.after(open);
  const init = () => {
    const limit = AbortSignal.timeout;
    AbortSignal.timeout = () => limit.call(AbortSignal, 1_000);
  };
  const shopper = await visit(t, shop, FORM, { delay, init });
  await shopper.page.click("#pay");
  await shopper.page.waitForFunction(() => window.failure);
  assert.equal(await shopper.run(() => window.failure.code), "io");
  await shopper.nothingSent();
  assert.equal(await shopper.page.getAttribute("form", "aria-busy"), null);
});

test("a page that cancels the error's event shows it itself", async (t) => {
  const init = `document.addEventListener("waxseal:error", (event) => event.preventDefault());`;
  const shopper = await visit(t, shop, FORM, { manifest: "nothing", init });
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.equal(await shopper.page.locator("[role=alert]").count(), 0);
});

test("the ready event comes once, after protect has returned", async (t) => {
  const script = `window.sealer = await Sealer.load({ manifest, pin }); protect(form, sealer);
    form.addEventListener("waxseal:ready", ({ detail }) => window.same = detail.sealer === sealer);
    await null;`;
  const shopper = await visit(t, shop, FORM, { unprotected: true, script });
  assert.equal(await shopper.run(() => window.same), true);
  assert.equal((await shopper.events("ready")).length, 1);
});

test("without FormDataEvent protect refuses, blocks the submit and shows the contact", async (t) => {
  const init = "delete window.FormDataEvent;";
  const shopper = await visit(t, shop, FORM, { init, manifest: { contact: CONTACT } });
  assert.equal((await shopper.run(() => window.failure)).code, "unsupported");
  await shopper.page.waitForSelector("[role=alert]");
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  const alert = await shopper.page.textContent("[role=alert]");
  for (const way of Object.values(CONTACT)) assert.ok(alert.includes(way));
  assert.equal((await shopper.events("error"))[0].code, "unsupported");
});
