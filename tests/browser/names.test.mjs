// The names of fields' inputs: off while the form is protected, and told of where they should not be.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertNotLeaked, Shop, visit } from "./support/shop.mjs";

const CHOICES = ["one", "two", "three"].map(
  (value) => `<label><input type="radio" id="${value}" name="choice" value="${value}-canary"
    data-waxseal-field="note" required> ${value}</label>`,
);
const FORM = `<form action="%action%" method="post">
  <input id="name" autocomplete="name" data-waxseal-field value="Ada Lovelace">
  ${CHOICES.join("")}
  <input type="hidden" name="cart" value="3 books">
  <button id="pay" name="action" value="pay">Pay</button>
</form>`;
/** Whoever listens first on the window can keep an event from everybody else. */
const STOPS = `addEventListener("formdata", (event) => event.stopImmediatePropagation(), true);`;

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

const names = (shopper) =>
  shopper.run(() => [...document.querySelectorAll("[type=radio]")].map(({ name }) => name));
const checked = (shopper) =>
  shopper.run(() => [...document.querySelectorAll(":checked")].map(({ id }) => id));

test("radios of a protected form are a group: one is checked, arrows move, required counts", async (t) => {
  const shopper = await visit(t, shop, FORM);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.equal(await shopper.run(() => document.activeElement.id), "one");
  await shopper.page.check("#one");
  await shopper.page.keyboard.press("ArrowDown");
  assert.deepEqual(await checked(shopper), ["two"]);
  await shopper.page.click("#pay");
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual(others, { cart: "3 books", action: "pay" });
  assert.equal((await shopper.fields(sealed)).note, "two-canary");
  assertNotLeaked(shopper, ["two-canary", "Ada Lovelace"]);
});

test("a page that keeps the formdata event from us sends no radio, and has the group back", async (t) => {
  const form = FORM.replace("<form", '<form target="_blank"');
  const shopper = await visit(t, shop, form, { init: STOPS });
  await shopper.page.check("#one");
  await shopper.page.click("#pay");
  assert.deepEqual(await shopper.sent(), { cart: "3 books", action: "pay" });
  assertNotLeaked(shopper, ["one-canary"]);
  assert.deepEqual(await names(shopper), ["choice", "choice", "choice"]);
  await shopper.page.keyboard.press("ArrowDown");
  await shopper.page.focus("#one");
  await shopper.page.keyboard.press("ArrowDown");
  assert.deepEqual(await checked(shopper), ["two"]);
});

test("sealForm does without the radios' names, and gives them back", async (t) => {
  const shopper = await visit(t, shop, FORM, { init: STOPS });
  await shopper.page.check("#three");
  const entries = await shopper.run(() => [...sealer.sealForm(form)]);
  assert.deepEqual(entries, [["cart", "3 books"]]);
  assert.deepEqual(await names(shopper), ["choice", "choice", "choice"]);
  assert.deepEqual(await checked(shopper), ["three"]);
});

test("a page's own handlers still find the group while they hear of the submit", async (t) => {
  const script = `await ready; form.addEventListener("submit", () => {
    sessionStorage.found = JSON.stringify([form.checkValidity(), form.elements.choice.value]);
  });`;
  const shopper = await visit(t, shop, FORM, { script });
  await shopper.page.check("#two");
  await shopper.page.click("#pay");
  await shopper.sent();
  await shopper.page.waitForURL("**/orders/*");
  assert.equal(await shopper.run(() => sessionStorage.found), '[true,"two-canary"]');
});

test("unprotect in the middle of a submit leaves the radios their names", async (t) => {
  const form = FORM.replace("<form", '<form target="_blank"');
  const script = "await ready; form.addEventListener('submit', () => unprotect());";
  const shopper = await visit(t, shop, form, { script });
  await shopper.page.check("#two");
  await shopper.page.click("#pay");
  assert.equal((await shopper.fields((await shopper.sent()).sealed)).note, "two-canary");
  assert.deepEqual(await names(shopper), ["choice", "choice", "choice"]);
});

const NAMED = FORM.replace("data-waxseal-field value", 'data-waxseal-field name="fullname" value')
  .replace("</form>", `<select autocomplete="country" data-waxseal-field name="billing_country">
    <option>NO</select></form>`);

test("under a test manifest a name on a sealed input is warned of once, and no other", async (t) => {
  const shopper = await visit(t, shop, NAMED);
  await shopper.page.check("#one");
  await shopper.entries();
  assert.equal(shopper.console.length, 1);
  assert.match(shopper.console[0], /^waxseal: .*does not run.*: fullname$/);
  assert.ok(!/choice|billing_country|Ada/.test(shopper.console[0]));
});

test("under a live manifest names are not spoken of", async (t) => {
  const manifest = { env: "live", origins: [shop.server.origin] };
  const shopper = await visit(t, shop, NAMED, { manifest });
  await shopper.page.check("#one");
  await shopper.entries();
  assert.deepEqual(shopper.console, []);
});
