import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gate, Shop, visit } from "./support/shop.mjs";

const FORM = `<form action="%action%" method="post">
  <input id="name" autocomplete="name" data-waxseal-field value="Ada Lovelace">
  <input type="hidden" name="cart" value="3 books">
  <button id="pay" name="action" value="pay">Pay</button>
</form>`;
const withInputs = (inputs) => FORM.replace("</form>", `${inputs}</form>`);

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

test("the same content gives the same line, one event and one order", async (t) => {
  const shopper = await visit(t, shop, FORM);
  const [first, second] = [await shopper.entries(), await shopper.entries()];
  assert.deepEqual(first, second);
  assert.equal((await shopper.events("sealed")).length, 1);
});

test("other content, another ref or another group gives another line", async (t) => {
  const grouped = await Shop.open({ groups: ["eu", "us"] });
  t.after(() => grouped.close());
  const options = { with: "{ ref: () => window.ref, group: () => window.group ?? 'eu' }" };
  const shopper = await visit(t, grouped, FORM, options);
  const line = async (change) => {
    await shopper.run(change);
    return new Map(await shopper.entries()).get("sealed");
  };
  const lines = [
    await line(() => {}),
    await line(() => void (document.querySelector("#name").value = "Grace Hopper")),
    await line(() => void (window.ref = "A-1")),
    await line(() => void (window.group = "us")),
  ];
  assert.equal(new Set(lines).size, 4);
  const { header } = await grouped.merchant.open(lines[3]);
  assert.deepEqual([header.ref, header.grp], ["A-1", "us"]);
});

test("Chromium asks twice for one native submit, and one order is made", async (t) => {
  const script = `await ready; const told = () => sessionStorage.told = JSON.stringify(events);
    sessionStorage.asked = 0;
    form.addEventListener("formdata", () => sessionStorage.asked++);
    form.addEventListener("waxseal:sealed", () => setTimeout(told));`;
  const shopper = await visit(t, shop, FORM, { script });
  await shopper.page.click("#pay");
  await shopper.sent();
  await shopper.page.waitForURL("**/orders/*");
  const { asked, told } = await shopper.run(() => ({ ...sessionStorage }));
  assert.equal(asked, "2");
  assert.equal(JSON.parse(told).filter(({ type }) => type === "sealed").length, 1);
});

test("new FormData(form, submitter) holds the order, the passed and the submitter", async (t) => {
  const shopper = await visit(t, shop, FORM);
  const keys = await shopper.run(() => [...new FormData(form, document.querySelector("#pay")).keys()]);
  assert.deepEqual(keys, ["cart", "action", "sealed"]);
});

test("if sealing fails, allowed entries stay and no order is set", async (t) => {
  const shopper = await visit(t, shop, FORM);
  await shopper.page.fill("#name", "");
  assert.deepEqual(await shopper.entries(), [["cart", "3 books"]]);
  const [error, ...more] = await shopper.events("error");
  assert.deepEqual([error.code, error.field, more], ["missing-field", "name", []]);
});

test("before a verified manifest nothing is allowed", async (t) => {
  const { delay, open } = gate();
  const form = withInputs('<input name="email" value="a@b.example">');
  const shopper = await visit(t, shop, form, { delay });
  assert.deepEqual(await shopper.entries(), []);
  open();
  await shopper.page.waitForFunction(() => window.isLoaded);
  assert.deepEqual((await shopper.entries()).map(([name]) => name), ["cart", "sealed"]);
});

test("an entry of the sealed one's name is replaced, and never passed", async (t) => {
  const form = withInputs('<input type="hidden" name="sealed" value="old">');
  const shopper = await visit(t, shop, form, { manifest: { pass: ["*"] } });
  const sealed = (await shopper.entries()).filter(([name]) => name === "sealed");
  assert.equal(sealed.length, 1);
  assert.match(sealed[0][1], /^eyJ/);
  await shopper.page.fill("#name", "");
  assert.deepEqual(await shopper.entries(), [["cart", "3 books"]]);
});

test("the page names the sealed entry", async (t) => {
  const shopper = await visit(t, shop, FORM, { with: '{ into: "order" }' });
  assert.deepEqual((await shopper.entries()).map(([name]) => name), ["cart", "order"]);
});

test("a field that the shop needs too is sealed, and in clear under its input's own name", async (t) => {
  const form = withInputs(`<select autocomplete="country" data-waxseal-field name="billing_country">
    <option value="NO" selected>Norway</option></select>`);
  const shopper = await visit(t, shop, form);
  const { sealed, ...others } = Object.fromEntries(await shopper.entries());
  assert.deepEqual(others, { cart: "3 books", billing_country: "NO" });
  assert.equal((await shopper.fields(sealed)).country, "NO");
});

test("a field that the shop needs too goes by the field's name if its input has none", async (t) => {
  const form = withInputs('<input autocomplete="country" data-waxseal-field value="NO">');
  const shopper = await visit(t, shop, form);
  assert.equal(new Map(await shopper.entries()).get("country"), "NO");
});

test("a field's input does not pass in clear because a pattern fits its name", async (t) => {
  const form = withInputs(`<input type="radio" name="cart" value="typed" checked
    autocomplete="email" data-waxseal-field="note">`);
  const shopper = await visit(t, shop, form);
  assert.deepEqual((await shopper.entries()).map(([name]) => name), ["sealed"]);
});

test("what others add is dropped, whether they listen before or after", async (t) => {
  const add = (name) => `(event) => event.formData.append("${name}", form.elements[0].value)`;
  const script = `
    addEventListener("formdata", ${add("early-window")}, true);
    form.addEventListener("formdata", ${add("early-form")});
    addEventListener("formdata", ${add("early-window-bubble")});
    await protectWith();
    form.addEventListener("formdata", ${add("late-form")});
    document.addEventListener("formdata", ${add("late-document")});
    addEventListener("formdata", ${add("late-window")});
    form.addEventListener("formdata", (event) => event.formData.set("sealed", "plain"));`;
  const shopper = await visit(t, shop, FORM, { script, unprotected: true });
  const { sealed, ...others } = Object.fromEntries(await shopper.entries());
  assert.deepEqual(others, { cart: "3 books" });
  assert.deepEqual(await shopper.fields(sealed), { name: "Ada Lovelace" });
  const [{ dropped }] = await shopper.events("sealed");
  assert.equal(dropped.length, 6);
});

test("the event names the fields sealed and the entries dropped, and no value", async (t) => {
  const form = withInputs('<input name="phone_confirm" value="+44 20 7946 0000">');
  const shopper = await visit(t, shop, form);
  await shopper.entries();
  const [{ fields, dropped }] = await shopper.events("sealed");
  assert.deepEqual([fields, dropped], [["name"], ["phone_confirm"]]);
  assert.ok(!JSON.stringify(await shopper.events("sealed")).includes("7946"));
});

test("under a test manifest dropped names are warned of in the console, never values", async (t) => {
  const shopper = await visit(t, shop, withInputs('<input name="extra" value="secret-value">'));
  await shopper.entries();
  assert.equal(shopper.console.length, 1);
  assert.match(shopper.console[0], /extra/);
  assert.ok(!shopper.console[0].includes("secret-value"));
});

test("under a live manifest the console stays silent", async (t) => {
  const manifest = { env: "live", origins: [shop.server.origin] };
  const form = withInputs('<input name="extra" value="secret-value">');
  const shopper = await visit(t, shop, form, { manifest });
  assert.deepEqual((await shopper.entries()).map(([name]) => name), ["cart", "sealed"]);
  assert.deepEqual(shopper.console, []);
});

test("dirname, _charset_ and isindex entries are dropped unless passed", async (t) => {
  const form = withInputs(`<input name="a" dirname="a.dir"><input name="b" dirname="b.dir">
    <input type="hidden" name="_charset_"><input name="isindex" value="x">
    <input autocomplete="email" data-waxseal-field name="c" dirname="c.dir">`);
  const shopper = await visit(t, shop, form, { manifest: { pass: ["b.dir"] } });
  assert.deepEqual((await shopper.entries()).map(([name]) => name), ["b.dir", "sealed"]);
});

test("names of an object's own machinery are entries like others", async (t) => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  const inputs = names.map((name) => `<input name="${name}" value="x">`).join("");
  const shopper = await visit(t, shop, withInputs(inputs));
  assert.deepEqual((await shopper.entries()).map(([name]) => name), ["cart", "sealed"]);
  const [{ dropped }] = await shopper.events("sealed");
  assert.deepEqual(dropped, names);
});

test("a file is dropped unless its entry is passed", async (t) => {
  const inputs = '<input type="file" name="scan"><input type="file" name="logo">';
  const shopper = await visit(t, shop, withInputs(inputs), { manifest: { pass: ["logo"] } });
  assert.deepEqual((await shopper.entries()).map(([name]) => name), ["logo", "sealed"]);
});

test("the entries of a form-associated custom element are dropped unless passed", async (t) => {
  const head = `<script>customElements.define("x-entries", class extends HTMLElement {
    static formAssociated = true;
    connectedCallback() {
      const data = new FormData();
      data.append("cart", "1");
      data.append("secret", "2");
      this.attachInternals().setFormValue(data);
    }
  });</script>`;
  const form = withInputs('<x-entries name="own"></x-entries>').replace('name="cart"', "");
  const shopper = await visit(t, shop, form, { head });
  assert.deepEqual((await shopper.entries()).map(([name]) => name), ["cart", "sealed"]);
});

test("a detached form is protected, too", async (t) => {
  const shopper = await visit(t, shop, FORM);
  await shopper.run(() => {
    form.remove();
    form.addEventListener("formdata", ({ formData }) => formData.append("late", "x"));
  });
  assert.deepEqual((await shopper.entries()).map(([name]) => name), ["cart", "sealed"]);
});

test("a form in a shadow tree is protected, too", async (t) => {
  const script = `const root = document.body.appendChild(document.createElement("div"))
      .attachShadow({ mode: "open" });
    root.append(form); await protectWith();
    root.addEventListener("formdata", ({ formData }) => formData.append("late", "x"));
    form.addEventListener("formdata", ({ formData }) => formData.append("later", "x"));`;
  const shopper = await visit(t, shop, FORM, { script, unprotected: true });
  assert.deepEqual((await shopper.entries()).map(([name]) => name), ["cart", "sealed"]);
  await shopper.page.fill("#name", "");
  await shopper.page.click("#pay");
  await shopper.nothingSent();
});

test("multipart bodies carry the same entries", async (t) => {
  const form = FORM.replace("<form", '<form enctype="multipart/form-data"');
  const shopper = await visit(t, shop, form);
  await shopper.page.click("#pay");
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual(others, { cart: "3 books", action: "pay" });
  assert.deepEqual(await shopper.fields(sealed), { name: "Ada Lovelace" });
});

test("a script's own POST of new FormData(form) carries the sealed order", async (t) => {
  const shopper = await visit(t, shop, FORM);
  await shopper.run(() => fetch(form.getAttribute("action"), { method: "POST", body: new FormData(form) }));
  assert.deepEqual(Object.keys(await shopper.sent()), ["cart", "sealed"]);
});

test("after form.reset() the same content is a new order", async (t) => {
  const shopper = await visit(t, shop, FORM);
  const line = async () => new Map(await shopper.entries()).get("sealed");
  const first = await line();
  await shopper.run(() => form.reset());
  const second = await line();
  assert.notEqual(first, second);
  assert.deepEqual(await shopper.fields(first), await shopper.fields(second));
});

test("entries that a page merges from another form are dropped", async (t) => {
  const script = `await ready; form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of new FormData(document.forms[1])) formData.append(name, value);
  });`;
  const other = '<form><input name="phone" value="+44 20 7946 0000"></form>';
  const shopper = await visit(t, shop, FORM + other, { script });
  assert.deepEqual((await shopper.entries()).map(([name]) => name), ["cart", "sealed"]);
});
