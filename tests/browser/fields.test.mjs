import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { POLICY } from "./support/merchant.mjs";
import { Shop, visit } from "./support/shop.mjs";

const formOf = (inputs) => `<form action="%action%" method="post">
  ${inputs}<button id="pay">Pay</button></form>`;
const text = (role = "fulfilment") => ({ role, kind: "text", purpose: "Whatever" });

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

/** The fields that the merchant reads of a form with these inputs. */
async function sealed(t, inputs, fields = POLICY.fields, options = {}) {
  const { name: _, ...optional } = fields;
  const manifest = { fields: fields === POLICY.fields ? optional : fields };
  const shopper = await visit(t, shop, formOf(inputs), { ...options, manifest });
  const line = new Map(await shopper.entries()).get("sealed");
  return line === undefined ? shopper.events("error") : shopper.fields(line);
}

/** What stops a form with these inputs from being submitted. */
async function problem(t, inputs, fields) {
  const options = fields ? { manifest: { fields } } : {};
  const shopper = await visit(t, shop, formOf(inputs), options);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  const [{ field, code, id }] = await shopper.events("invalid");
  return [field, code, id];
}

test("an input's field is what data-waxseal-field says", async (t) => {
  const inputs = '<input data-waxseal-field="national-id" autocomplete="off" value="ab-12 34">';
  assert.deepEqual(await sealed(t, inputs), { "national-id": "AB1234" });
});

test("without a name in it, an input's field is its autocomplete token", async (t) => {
  const inputs = `
    <input data-waxseal-field autocomplete="section-two Home EMAIL webauthn" value="a@b.example">
    <input data-waxseal-field autocomplete="mobile tel" value="+44 20 7946 0000">`;
  assert.deepEqual(await sealed(t, inputs), { email: "a@b.example", tel: "+442079460000" });
});

test("shipping and billing are part of the field's name where the policy has such fields", async (t) => {
  const fields = { "shipping-name": text(), name: text(), "billing-country": text() };
  const inputs = `<input data-waxseal-field autocomplete="shipping name" value="Ada">
    <input data-waxseal-field autocomplete="billing name" value="Grace">
    <input data-waxseal-field autocomplete="section-x billing country" value="NO">`;
  const expected = { "shipping-name": "Ada", name: "Grace", "billing-country": "NO" };
  assert.deepEqual(await sealed(t, inputs, fields), expected);
});

for (const token of ["on", "off", ""]) {
  test(`an autocomplete of "${token}" names no field`, async (t) => {
    const inputs = `<input id="x" data-waxseal-field autocomplete="${token}" value="Ada">`;
    assert.deepEqual(await problem(t, inputs, { note: text() }), ["", "policy", "x"]);
  });
}

test("an input whose field the policy does not have stops the form", async (t) => {
  const inputs = '<input id="x" data-waxseal-field="shoe-size" value="9">';
  assert.deepEqual(await problem(t, inputs, { note: text() }), ["shoe-size", "unknown-field", "x"]);
});

test("a field named like an object's own machinery is unknown", async (t) => {
  const inputs = '<input id="x" data-waxseal-field="constructor" value="9">';
  const expected = ["constructor", "unknown-field", "x"];
  assert.deepEqual(await problem(t, inputs, { note: text() }), expected);
});

test("two inputs of one field stop the form", async (t) => {
  const inputs = `<input id="x" data-waxseal-field="name" value="Ada">
    <input id="y" data-waxseal-field="name" value="Grace">`;
  assert.deepEqual(await problem(t, inputs), ["name", "policy", "x"]);
});

test("of two inputs of one field the enabled one counts", async (t) => {
  const inputs = `<input disabled data-waxseal-field="note" value="one">
    <fieldset disabled><input data-waxseal-field="email" value="a@b.example"></fieldset>
    <input data-waxseal-field="note" value="two">`;
  assert.deepEqual(await sealed(t, inputs), { note: "two" });
});

test("readonly and hidden inputs are sealed", async (t) => {
  const inputs = `<input readonly data-waxseal-field="note" value="kept">
    <input type="hidden" data-waxseal-field="email" value="a@b.example">`;
  assert.deepEqual(await sealed(t, inputs), { note: "kept", email: "a@b.example" });
});

test("of radios the checked one is sealed, and the group still works", async (t) => {
  const inputs = `<input type="radio" name="n" data-waxseal-field="note" value="one" checked>
    <input type="radio" name="n" data-waxseal-field="note" value="two" id="two">`;
  const { name: _, ...fields } = POLICY.fields;
  const shopper = await visit(t, shop, formOf(inputs), { manifest: { fields } });
  await shopper.page.check("#two");
  const entries = await shopper.entries();
  assert.equal(entries.length, 1);
  assert.deepEqual(await shopper.fields(entries[0][1]), { note: "two" });
});

test("a checkbox is sealed if it is checked", async (t) => {
  const inputs = `<input type="checkbox" data-waxseal-field="note" value="gift" checked>
    <input type="checkbox" data-waxseal-field="country" value="NO">`;
  assert.deepEqual(await sealed(t, inputs), { note: "gift" });
});

test("the checked boxes of a list are one value", async (t) => {
  const inputs = ["nuts", "milk", "eggs"].map((value, index) =>
    `<input type="checkbox" data-waxseal-field="note" value="${value}" ${index ? "checked" : ""}>`);
  assert.deepEqual(await sealed(t, inputs.join("")), { note: "milk, eggs" });
});

test("selects and textareas are sealed", async (t) => {
  const inputs = `<select data-waxseal-field="country"><option>SE<option selected>NO</select>
    <textarea data-waxseal-field="note">Ring\ntwice</textarea>`;
  assert.deepEqual(await sealed(t, inputs), { country: "NO", note: "Ring\ntwice" });
});

test("a disabled option is absent, several selected ones are one value", async (t) => {
  const inputs = `<select data-waxseal-field="country"><option disabled selected>Choose</select>
    <select multiple data-waxseal-field="note"><option selected>a<option>b<option selected>c</select>`;
  assert.deepEqual(await sealed(t, inputs), { note: "a, c" });
});

test("a form-associated custom element is sealed by its value", async (t) => {
  const head = `<script>customElements.define("x-field", class extends HTMLElement {
    static formAssociated = true;
    get value() { return "typed"; }
  });</script>`;
  const inputs = '<x-field data-waxseal-field="note" name="own"></x-field>';
  assert.deepEqual(await sealed(t, inputs, POLICY.fields, { head }), { note: "typed" });
});

test("a file cannot be a field", async (t) => {
  const inputs = '<input type="file" id="x" data-waxseal-field="note">';
  assert.deepEqual(await problem(t, inputs, { note: text() }), ["note", "unsupported", "x"]);
});

test("an input outside the form counts by its form attribute", async (t) => {
  const { name: _, ...fields } = POLICY.fields;
  const body = `${formOf("").replace("<form", '<form id="f"')}
    <input form="f" name="outside" data-waxseal-field="note" value="outside">`;
  const shopper = await visit(t, shop, body, { manifest: { fields } });
  const [[, line], ...more] = await shopper.entries();
  assert.deepEqual([await shopper.fields(line), more], [{ note: "outside" }, []]);
});

test("inputs added after protect are sealed, and their names are taken off", async (t) => {
  const { name: _, ...fields } = POLICY.fields;
  const body = formOf("").replace("<form", '<form id="f"');
  const shopper = await visit(t, shop, body, { manifest: { fields } });
  const names = await shopper.run(async () => {
    const input = '<p><input name="late" data-waxseal-field="note" value="late"></p>';
    form.insertAdjacentHTML("beforeend", input);
    form.insertAdjacentHTML("afterend", input.replace("note", "country").replace("name", 'form="f" name'));
    await new Promise((resolve) => setTimeout(resolve));
    const inside = form.querySelector("input").getAttribute("name");
    new FormData(form);
    return [inside, document.querySelector("[form]").getAttribute("name")];
  });
  assert.deepEqual(names, [null, null]);
  const entries = new Map(await shopper.entries());
  assert.deepEqual(await shopper.fields(entries.get("sealed")), { note: "late", country: "late" });
  assert.deepEqual([...entries.keys()], ["late", "sealed"]);
});

test("a name that a script puts back is taken off again", async (t) => {
  const shopper = await visit(t, shop, formOf('<input data-waxseal-field="name" name="n">'));
  const name = await shopper.run(async () => {
    form.elements[0].name = "again";
    await new Promise((resolve) => setTimeout(resolve));
    return form.elements[0].getAttribute("name");
  });
  assert.equal(name, null);
  await shopper.run(() => unprotect());
  assert.equal(await shopper.run(() => form.elements[0].name), "again");
});

test("protect takes the names off its inputs but radios', unprotect gives them back", async (t) => {
  const inputs = `<input data-waxseal-field="name" name="full_name">
    <input type="radio" data-waxseal-field="note" name="choice">
    <input type="checkbox" data-waxseal-field="country" name="box"><input name="cart">`;
  const shopper = await visit(t, shop, formOf(inputs));
  const names = () =>
    shopper.run(() => [...form.querySelectorAll("input")].map((input) => input.name));
  assert.deepEqual(await names(), ["", "choice", "", "cart"]);
  await shopper.run(() => unprotect());
  assert.deepEqual(await names(), ["full_name", "choice", "box", "cart"]);
});

test("an expiry split over month and year is one field", async (t) => {
  const inputs = `<select data-waxseal-field autocomplete="cc-exp-month"><option value="1"></select>
    <input data-waxseal-field autocomplete="cc-exp-year" value="2027">`;
  assert.deepEqual(await sealed(t, inputs), { "cc-exp": "01/27" });
});

test("half of a split expiry is pointed at where it is empty", async (t) => {
  const { name: _, ...fields } = POLICY.fields;
  const inputs = `<input data-waxseal-field autocomplete="cc-exp-month" value="1">
    <input id="year" data-waxseal-field autocomplete="cc-exp-year">`;
  assert.deepEqual(await problem(t, inputs, fields), ["cc-exp", "invalid-field", "year"]);
});

test("a split field that is left empty is absent", async (t) => {
  const inputs = `<input data-waxseal-field autocomplete="cc-exp-month">
    <input data-waxseal-field autocomplete="cc-exp-year">
    <input data-waxseal-field="note" value="x">`;
  assert.deepEqual(await sealed(t, inputs), { note: "x" });
});

test("names, addresses, telephone numbers and birthdays may be split as well", async (t) => {
  const fields = {
    "shipping-name": { ...text(), kind: "name" },
    "street-address": text(),
    tel: { ...text(), kind: "tel" },
    bday: text(),
  };
  const input = (token, value) =>
    `<input data-waxseal-field autocomplete="${token}" value="${value}">`;
  const inputs = [
    input("shipping family-name", "Lovelace"),
    input("shipping given-name", "Ada"),
    input("address-line1", "1 High Street"),
    input("address-line2", ""),
    input("address-line3", "Back door"),
    input("tel-country-code", "+44"),
    input("tel-national", "20 7946 0000"),
    input("bday-day", "3"),
    input("bday-month", "4"),
    input("bday-year", "1990"),
  ];
  assert.deepEqual(await sealed(t, inputs.join(""), fields), {
    "shipping-name": "Ada Lovelace",
    "street-address": "1 High Street\nBack door",
    tel: "+442079460000",
    bday: "1990-04-03",
  });
});

test("a part that the policy has as a field of its own is that field", async (t) => {
  const fields = { name: text(), "given-name": text() };
  const inputs = `<input data-waxseal-field autocomplete="given-name" value="Ada">
    <input data-waxseal-field autocomplete="family-name" value="Lovelace">`;
  assert.deepEqual(await sealed(t, inputs, fields), { name: "Lovelace", "given-name": "Ada" });
});

test("two inputs for one part of a field stop the form", async (t) => {
  const { name: _, ...fields } = POLICY.fields;
  const month = '<input class="m" data-waxseal-field autocomplete="cc-exp-month" value="1">';
  const inputs = `${month}${month}<input data-waxseal-field autocomplete="cc-exp-year" value="27">`;
  assert.deepEqual((await problem(t, inputs, fields)).slice(0, 2), ["cc-exp", "policy"]);
});

test("text that is not well-formed is refused, not changed", async (t) => {
  const { name: _, ...fields } = POLICY.fields;
  const inputs = '<input id="x" data-waxseal-field="note">';
  const shopper = await visit(t, shop, formOf(inputs), { manifest: { fields } });
  await shopper.run(() => void (document.querySelector("#x").value = "lone \ud800 surrogate"));
  assert.deepEqual(await shopper.entries(), []);
  const [{ code, field }] = await shopper.events("error");
  assert.deepEqual([code, field], ["invalid-field", "note"]);
});

test("any text comes through unchanged", async (t) => {
  const note = "Łódź 東京 😀 \u0301 <b>&amp;</b> \" ' ~ , ; \\ %41 +";
  const { name: _, ...fields } = POLICY.fields;
  const body = formOf('<input id="x" data-waxseal-field="note">');
  const shopper = await visit(t, shop, body, { manifest: { fields } });
  await shopper.page.fill("#x", note);
  await shopper.page.click("#pay");
  const { sealed } = await shopper.sent();
  assert.match(sealed, /^[\w.~-]+$/);
  assert.deepEqual(await shopper.fields(sealed), { note });
});

test("each role reads its own part alone", async (t) => {
  const shopper = await visit(t, shop, formOf(`<input data-waxseal-field="name" value="Ada">
    <input data-waxseal-field="cc-number" value="4111111111111111">`));
  const [[, line]] = await shopper.entries();
  const { parts } = await shop.merchant.open(line);
  const byRole = Object.fromEntries(parts.map(({ header, fields }) => [header.role, fields]));
  const expected = { fulfilment: { name: "Ada" }, payments: { "cc-number": "4111111111111111" } };
  assert.deepEqual(byRole, expected);
});

test("a form of the policy has its fields alone", async (t) => {
  const manifest = { forms: { address: { fields: ["name"] }, pay: { fields: ["cc-number"] } } };
  const inputs = '<input id="x" data-waxseal-field="cc-number" value="4111111111111111">';
  const shopper = await visit(t, shop, formOf(inputs), { manifest, with: '{ form: "pay" }' });
  const [[, line]] = await shopper.entries();
  const { header, fields } = await shop.merchant.open(line);
  assert.deepEqual([header.form, fields], ["pay", { "cc-number": "4111111111111111" }]);
  const other = await visit(t, shop, formOf(inputs), { manifest, with: '{ form: "address" }' });
  await other.page.click("#pay");
  const codes = (await other.events("invalid")).map(({ field, code }) => [field, code]);
  assert.deepEqual(codes, [["cc-number", "unknown-field"], ["name", "missing-field"]]);
  for (const options of [{}, { with: '{ form: "none" }' }]) {
    const unnamed = await visit(t, shop, formOf(inputs), { manifest, ...options });
    await unnamed.page.click("#pay");
    await unnamed.nothingSent();
    assert.equal((await unnamed.events("invalid"))[0].code, "policy");
  }
});

test("a form in which nothing is filled in is not sent", async (t) => {
  const { name: _, ...fields } = POLICY.fields;
  assert.deepEqual(
    await problem(t, '<input id="x" data-waxseal-field="note">', fields),
    ["note", "missing-field", "x"],
  );
});

test("a text of mostly blanks does not hold the page up", async (t) => {
  const script = "window.sealer = await Sealer.load({ manifest, pin });";
  const shopper = await visit(t, shop, "<form></form>", { unprotected: true, script });
  let line;
  const took = await shopper.took(async () => {
    line = await shopper.run(() => sealer.seal({ name: `Ada${" ".repeat(200_000)}Lovelace` }));
  });
  assert.deepEqual(await shopper.fields(line), { name: "Ada Lovelace" });
  assert.ok(took < 2_000, `${took} ms`);
});
