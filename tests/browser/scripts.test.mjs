// Other people's scripts on the page: jQuery, htmx and frameworks that replace forms.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertNotLeaked, Shop, visit } from "./support/shop.mjs";

const FORM = `<form action="%action%" method="post">
  <input id="name" autocomplete="name" data-waxseal-field name="fullname">
  <input id="email" autocomplete="email" data-waxseal-field name="email">
  <input type="hidden" name="cart" value="3 books">
  <button id="pay" name="action" value="pay">Pay</button>
</form>`;
const NAME = "Ada Lovelace";
const JQUERY = '<script src="/jquery.js"></script>';
const HTMX = '<script src="/htmx.js"></script>';

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

test("jQuery's serialize finds no field", async (t) => {
  const shopper = await visit(t, shop, FORM, { head: JQUERY });
  await shopper.page.fill("#name", NAME);
  assert.equal(await shopper.run(() => jQuery("form").serialize()), "cart=3+books".replace("+", "%20"));
});

test("jQuery's submit handler does not hear of a form that is wrong", async (t) => {
  const script = 'window.heard = 0; jQuery("form").on("submit", () => void heard++); await ready;';
  const shopper = await visit(t, shop, FORM, { head: JQUERY, script });
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.equal(await shopper.run(() => heard), 0);
});

test("jQuery's ajax of new FormData(form) sends the sealed order", async (t) => {
  const script = `await ready; jQuery("form").on("submit", (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const url = jQuery(form).attr("action");
    jQuery.ajax({ url, method: "POST", data, processData: false, contentType: false });
  });`;
  const shopper = await visit(t, shop, FORM, { head: JQUERY, script });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual([others, await shopper.fields(sealed)], [{ cart: "3 books" }, { name: NAME }]);
  assertNotLeaked(shopper, [NAME]);
});

test("jQuery's trigger of a submit, which fires no event of the browser's, sends the order", async (t) => {
  const shopper = await visit(t, shop, FORM.replace('name="action"', ""), { head: JQUERY });
  await shopper.page.fill("#name", NAME);
  await shopper.run(() => void jQuery("form").trigger("submit"));
  assert.deepEqual(await shopper.fields((await shopper.sent()).sealed), { name: NAME });
  assertNotLeaked(shopper, [NAME]);
});

test("htmx posts the sealed order, with the button's entry", async (t) => {
  const form = FORM.replace("<form", '<form hx-post="%action%" hx-target="#result"')
    .replace("</form>", '</form><div id="result"></div>');
  const shopper = await visit(t, shop, form, { head: HTMX });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual(others, { cart: "3 books", action: "pay" });
  assert.deepEqual(await shopper.fields(sealed), { name: NAME });
  await shopper.page.waitForFunction(() => document.querySelector("#result").textContent === "done");
  assert.equal(shopper.posts[0].headers["hx-request"], "true");
  assert.equal((await shopper.events("sealed")).length, 1);
  assertNotLeaked(shopper, [NAME]);
});

for (const [what, attributes] of [["posts", ""], ["posts after a question", 'hx-confirm="Sure?"']]) {
  test(`htmx ${what} the sealed order of a form without a method`, async (t) => {
    const form = FORM.replace('action="%action%" method="post"', `hx-post="%action%" ${attributes}`);
    const shopper = await visit(t, shop, form, { head: HTMX });
    shopper.page.on("dialog", (dialog) => dialog.accept());
    await assertOrdered(shopper);
    assert.deepEqual(await shopper.events("error"), []);
  });
}

test("a page's own fetch sends the sealed order of a form without a method, also after a while", async (t) => {
  const script = `await ready; form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await fetch(form.getAttribute("action"), { method: "POST", body: new FormData(form, event.submitter) });
  });`;
  const shopper = await visit(t, shop, FORM.replace('method="post"', ""), { script });
  await assertOrdered(shopper);
});

test("a form without a method whose submit the page hides from us sends no order", async (t) => {
  const script = `await ready; form.addEventListener("submit", (event) => event.stopPropagation());`;
  const shopper = await visit(t, shop, FORM.replace('method="post"', ""), { script });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  assert.deepEqual(await shopper.sent(), { cart: "3 books", action: "pay" });
  assertNotLeaked(shopper, [NAME]);
});

test("htmx does not hear of a form that is wrong", async (t) => {
  const form = FORM.replace("<form", '<form hx-post="%action%"');
  const shopper = await visit(t, shop, form, { head: HTMX });
  await shopper.page.fill("#email", "nobody");
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.deepEqual((await shopper.events("invalid")).map(({ field }) => field), ["name", "email"]);
});

test("a page that formats a value on submit sends what it made of it", async (t) => {
  const script = `await ready; form.addEventListener("submit", () => {
    document.querySelector("#name").value = "Countess " + document.querySelector("#name").value;
  });`;
  const shopper = await visit(t, shop, FORM, { script });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  assert.deepEqual(await shopper.fields((await shopper.sent()).sealed), { name: `Countess ${NAME}` });
});

test("a page that stops the formdata event's way still sends nothing but the order", async (t) => {
  const script = `await ready; form.addEventListener("formdata", (event) => event.stopPropagation());`;
  const shopper = await visit(t, shop, FORM, { script });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  assert.deepEqual(Object.keys(await shopper.sent()), ["cart", "action", "sealed"]);
});

test("a page whose own code throws sends nothing", async (t) => {
  const shopper = await visit(t, shop, FORM, { with: "{ ref: () => { throw new Error('own'); } }" });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.deepEqual(await shopper.entries(), []);
  assert.deepEqual(shopper.faults.splice(0), ["Error: own", "Error: own"]);
});

test("a submit that the page cancels spends no second order when it comes to it", async (t) => {
  const script = `await ready; let times = 0;
    form.addEventListener("submit", (event) => times++ || event.preventDefault());`;
  const shopper = await visit(t, shop, FORM, { script });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  await shopper.page.click("#pay");
  assert.deepEqual(await shopper.fields((await shopper.sent()).sealed), { name: NAME });
});

test("a page that ends the protection while its submit is on its way sends the order", async (t) => {
  const script = "await ready; form.addEventListener('submit', () => unprotect());";
  const shopper = await visit(t, shop, FORM, { script });
  await assertOrdered(shopper);
});

test("a page that protects its form anew in a submit sends the order", async (t) => {
  const script = `await ready; form.addEventListener("submit", () => {
    unprotect();
    protect(form, sealer);
  });`;
  const shopper = await visit(t, shop, FORM, { script });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  assert.deepEqual(await shopper.fields((await shopper.sent()).sealed), { name: NAME });
  assertNotLeaked(shopper, [NAME]);
});

test("what an address wrote into Object.prototype lets no field leave in clear", async (t) => {
  const head = '<script>Object.prototype["also-pass"] = "1";</script>';
  const shopper = await visit(t, shop, FORM, { head });
  await assertOrdered(shopper);
});

test("arrays that write themselves to JSON as a text, as of Prototype.js 1.6, spoil no order", async (t) => {
  const head = `<script>Array.prototype.toJSON = function () {
    return "[" + this.map((each) => JSON.stringify(each)).join(", ") + "]";
  };</script>`;
  const shopper = await visit(t, shop, FORM, { head });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  const { sealed } = await shopper.sent();
  const header = JSON.parse(Buffer.from(sealed.split(".")[0], "base64url").toString());
  assert.deepEqual(header.parts, ["fulfilment"]);
});

/** The shopper orders as ever: the order arrives, and nothing of it in clear. */
async function assertOrdered(shopper) {
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual(others, { cart: "3 books", action: "pay" });
  assert.deepEqual(await shopper.fields(sealed), { name: NAME });
  assertNotLeaked(shopper, [NAME]);
}
