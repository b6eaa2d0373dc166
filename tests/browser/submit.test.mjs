import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertNotLeaked, Shop, visit } from "./support/shop.mjs";

const FORM = `<form action="%action%" method="post">
  <input id="name" autocomplete="name" data-waxseal-field>
  <input id="card" autocomplete="cc-number" data-waxseal-field name="card">
  <input type="hidden" name="cart" value="3 books">
  <input type="hidden" name="tracking" value="secret-id">
  <button id="pay" name="action" value="pay">Pay</button>
  <button id="draft" name="action" value="draft" formnovalidate>Save</button>
</form>`;
const NAME = "Ada Lovelace";
const CARD = "4111 1111 1111 1111";

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

test("a native submit sends the sealed order and what the policy passes, nothing else", async (t) => {
  const shopper = await visit(t, shop, FORM);
  await shopper.page.fill("#name", NAME);
  await shopper.page.fill("#card", CARD);
  await shopper.page.click("#pay");
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual(others, { cart: "3 books", action: "pay" });
  assert.deepEqual(await shopper.fields(sealed), { name: NAME, "cc-number": "4111111111111111" });
  assertNotLeaked(shopper, [NAME, CARD, "4111111111111111", "secret-id"]);
});

test("an empty required field stops the submit for everyone and is pointed at", async (t) => {
  const shopper = await visit(t, shop, FORM, {
    head: `<script>heard = 0; addEventListener("DOMContentLoaded", () => {
      document.addEventListener("submit", () => heard++, true);
      document.forms[0].addEventListener("submit", () => heard++);
    });</script>`,
  });
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.equal(await shopper.run(() => window.heard), 0);
  const shown = await shopper.run(() => ({
    message: document.querySelector("#name").validationMessage,
    focused: document.activeElement.id,
  }));
  assert.deepEqual(shown, { message: "Please fill in this field.", focused: "name" });
  const [event] = await shopper.events("invalid");
  assert.deepEqual([event.field, event.code, event.id], ["name", "missing-field", "name"]);
});

test("a submitter with formnovalidate strips without checking or sealing", async (t) => {
  const shopper = await visit(t, shop, FORM);
  await shopper.page.fill("#card", "not a card");
  await shopper.page.click("#draft");
  assert.deepEqual(await shopper.sent(), { cart: "3 books", action: "draft" });
  assertNotLeaked(shopper, ["not a card"]);
});

test("form.submit(), which fires no submit event, sends the sealed order", async (t) => {
  const shopper = await visit(t, shop, FORM);
  await shopper.page.fill("#name", NAME);
  await shopper.run(() => HTMLFormElement.prototype.submit.call(form));
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual(others, { cart: "3 books" });
  assert.deepEqual(await shopper.fields(sealed), { name: NAME });
});

test("form.submit() of a form that cannot be sealed sends what is allowed and no order", async (t) => {
  const shopper = await visit(t, shop, FORM);
  await shopper.page.fill("#card", "4111");
  await shopper.run(() => HTMLFormElement.prototype.submit.call(form));
  assert.deepEqual(await shopper.sent(), { cart: "3 books" });
});

test("requestSubmit checks and seals like a click", async (t) => {
  const shopper = await visit(t, shop, FORM);
  await shopper.run(() => form.requestSubmit());
  await shopper.nothingSent();
  await shopper.page.fill("#name", NAME);
  await shopper.run(() => form.requestSubmit(document.querySelector("#pay")));
  const { sealed, action } = await shopper.sent();
  assert.equal(action, "pay");
  assert.deepEqual(await shopper.fields(sealed), { name: NAME });
});

test("a submitter's own entry is dropped if the policy does not pass it", async (t) => {
  const form = `<form action="%action%" method="post"><input id="name" autocomplete="name"
    data-waxseal-field><button id="go" name="button" value="unknown">Go</button></form>`;
  const shopper = await visit(t, shop, form);
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#go");
  assert.deepEqual(Object.keys(await shopper.sent()), ["sealed"]);
});

test("an image button's coordinates are dropped unless the policy passes them", async (t) => {
  const form = `<form action="%action%" method="post"><input id="name" autocomplete="name"
    data-waxseal-field><input type="image" id="go" name="go" alt="Go"></form>`;
  const shopper = await visit(t, shop, form, { manifest: { pass: ["go.x"] } });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#go");
  assert.deepEqual(Object.keys(await shopper.sent()).sort(), ["go.x", "sealed"]);
});

test("a double click sends one and the same line", async (t) => {
  const shopper = await visit(t, shop, FORM.replace("<form", '<form target="_blank"'));
  await shopper.page.fill("#name", NAME);
  await shopper.page.dblclick("#pay");
  const { sealed } = await shopper.sent(2);
  for (const { body } of shopper.posts) assert.ok(body.includes(encodeURIComponent(sealed)));
  assert.equal((await shopper.events("sealed")).length, 1);
});

test("a form that opens a new window sends the sealed order there", async (t) => {
  const shopper = await visit(t, shop, FORM.replace("<form", '<form target="_blank"'));
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  assert.deepEqual(await shopper.fields((await shopper.sent()).sealed), { name: NAME });
});

test("a form of a dialog is checked, closes it and sends nothing", async (t) => {
  const form = `<dialog open><form method="dialog"><input id="name" autocomplete="name"
    data-waxseal-field><button id="ok" value="ok">OK</button>
    <button id="cancel" value="cancel" formnovalidate>Cancel</button></form></dialog>`;
  const shopper = await visit(t, shop, form);
  const isOpen = () => shopper.run(() => document.querySelector("dialog").open);
  await shopper.page.click("#ok");
  assert.equal(await isOpen(), true);
  await shopper.page.fill("#name", NAME);
  const [[into, line]] = await shopper.entries();
  assert.equal(into, "sealed");
  assert.deepEqual(await shopper.fields(line), { name: NAME });
  await shopper.page.click("#ok");
  assert.equal(await isOpen(), false);
  await shopper.nothingSent();
});

test("a dialog can be cancelled although the manifest never came", async (t) => {
  const form = `<dialog open><form method="dialog"><input autocomplete="name" data-waxseal-field>
    <button id="cancel" formnovalidate>Cancel</button></form></dialog>`;
  const shopper = await visit(t, shop, form, { manifest: "not a manifest" });
  await shopper.page.click("#cancel");
  assert.equal(await shopper.run(() => document.querySelector("dialog").open), false);
});

test("a GET form is refused", async (t) => {
  const shopper = await visit(t, shop, FORM.replace('method="post"', ""));
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  const [error] = await shopper.events("error");
  assert.equal(error.code, "policy");
  assert.match(error.message, /GET/);
  assert.match(await shopper.page.textContent("[role=alert]"), /policy/);
});

test("a button that turns the form into a GET is refused", async (t) => {
  const shopper = await visit(t, shop, FORM.replace('id="pay"', 'id="pay" formmethod="get"'));
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
});

for (const [when, listener] of [
  ["later", "e.preventDefault(); setTimeout(() => form.submit());"],
  ["at once", "e.preventDefault(); form.submit();"],
  ["before it is cancelled", "form.submit(); e.preventDefault();"],
]) {
  test(`a cancelled submit of a GET form that form.submit() sends ${when} has no order`, async (t) => {
    const script = `await ready; form.addEventListener("submit", (e) => { ${listener} });`;
    const shopper = await visit(t, shop, FORM.replace('method="post"', ""), { script });
    await shopper.page.fill("#name", NAME);
    await shopper.page.click("#pay");
    await shopper.page.waitForURL(/cart=/);
    assert.ok(!shopper.page.url().includes("sealed="));
    assertNotLeaked(shopper, [NAME]);
  });
}

test("unprotect gives form.submit back", async (t) => {
  const shopper = await visit(t, shop, FORM);
  await shopper.run(() => window.unprotect());
  assert.ok(await shopper.run(() => window.form.submit === HTMLFormElement.prototype.submit));
});

test("form.submit() of a GET form sends no order", async (t) => {
  const shopper = await visit(t, shop, FORM.replace('method="post"', 'method="get"'));
  await shopper.page.fill("#name", NAME);
  await shopper.run(() => HTMLFormElement.prototype.submit.call(form));
  assert.deepEqual(await shopper.sent(), { cart: "3 books" });
});

test("allowGet lets the sealed order into the address", async (t) => {
  const options = { with: "{ allowGet: true }" };
  const shopper = await visit(t, shop, FORM.replace('method="post"', ""), options);
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  const { sealed } = await shopper.sent();
  assert.deepEqual(await shopper.fields(sealed), { name: NAME });
});

test("controls named like a form's own properties do not get in the way", async (t) => {
  const names = ["elements", "method", "submit", "requestSubmit", "dispatchEvent"];
  const clobbering = [...names, "addEventListener"]
    .map((name) => `<input type="hidden" name="${name}" value="x">`);
  const form = FORM.replace("</form>", `${clobbering.join("")}</form>`);
  const shopper = await visit(t, shop, form);
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual(others, { cart: "3 books", action: "pay" });
  assert.deepEqual(await shopper.fields(sealed), { name: NAME });
});

test("sealForm gives what may be sent, or a coded error", async (t) => {
  const script = `const sealer = await Sealer.load({ manifest, pin });
    window.seal = (options) => {
      try { return [...sealer.sealForm(form, document.querySelector("#pay"), options)]; }
      catch ({ code, field }) { return { code, field }; }
    };`;
  const shopper = await visit(t, shop, FORM, { unprotected: true, script });
  const missing = await shopper.run(() => seal());
  assert.deepEqual(missing, { code: "missing-field", field: "name" });
  await shopper.page.fill("#name", NAME);
  const entries = await shopper.run(() => seal({ ref: "A-1001", into: "order" }));
  const { order, ...others } = Object.fromEntries(entries);
  assert.deepEqual(others, { cart: "3 books", action: "pay" });
  const { header, fields } = await shop.merchant.open(order);
  assert.deepEqual([header.ref, fields], ["A-1001", { name: NAME }]);
});

test("sealForm of a protected form gives the line that a submit would send", async (t) => {
  const shopper = await visit(t, shop, FORM, { script: "await ready;" });
  await shopper.page.fill("#name", NAME);
  const [sealed, again] = await shopper.run(() => {
    const get = () => sealer.sealForm(form).get("sealed");
    return [get(), get()];
  });
  assert.equal(sealed, again);
  await shopper.page.click("#pay");
  assert.equal((await shopper.sent()).sealed, sealed);
  assert.deepEqual(await shopper.fields(sealed), { name: NAME });
});

test("a second protect on one form is an error", async (t) => {
  const script = "await ready; protect(form, sealer);";
  const shopper = await visit(t, shop, FORM, { script });
  assert.equal((await shopper.run(() => window.failure)).code, "policy");
});

test("unprotect gives the form back", async (t) => {
  const shopper = await visit(t, shop, FORM);
  await shopper.page.fill("#name", NAME);
  await shopper.run(() => unprotect());
  const entries = await shopper.entries();
  assert.deepEqual(entries, [["card", ""], ["cart", "3 books"], ["tracking", "secret-id"]]);
  assert.equal(await shopper.run(() => protect(form, sealer) instanceof Function), true);
});
