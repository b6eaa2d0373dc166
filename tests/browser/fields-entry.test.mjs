// waxseal/fields: what helps people type, and says what to mend.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bundle } from "./support/bundle.mjs";
import { POLICY } from "./support/merchant.mjs";
import { closedAfterEach, Shop } from "./support/shop.mjs";

const FORM = `<form action="%action%" method="post">
  <label for="name">Full name</label><input id="name" autocomplete="name" data-waxseal-field>
  <label for="card">Card number</label>
  <input id="card" autocomplete="cc-number" data-waxseal-field maxlength="16" aria-describedby="hint">
  <output data-waxseal-brand for="card"></output><p id="hint">16 digits</p>
  <label for="exp">Expiry</label><input id="exp" data-waxseal-field="cc-exp">
  <button id="pay">Pay</button>
</form>`;
const CARD = "4242 4242 4242 4242";
const HELP = "await ready; window.stop = helpFields(form, window.options?.());";

let shop;

before(async () => {
  shop = await Shop.open({ whole: true });
  const body = await bundle('export { helpFields } from "waxseal/fields";');
  shop.server.put("/fields.js", { body });
});

after(() => shop?.close());

const opened = closedAfterEach();

/** `options` is the text of an expression. */
async function visit(body = FORM, { options = "undefined", script = HELP, ...rest } = {}) {
  const head = `<script type="module">
    import { helpFields } from "/fields.js";
    Object.assign(window, { helpFields, options: () => (${options}) });
  </script>`;
  return opened(await shop.visit(body, { head, script, ...rest }));
}

const valueOf = (there, id) => there.page.locator(`#${id}`).inputValue();
const caret = (there) => there.run(() => document.activeElement.selectionStart);
const brand = (there) => there.page.locator("output").textContent();

async function place(there, at) {
  await there.run((at) => document.querySelector("#card").setSelectionRange(at, at), at);
}

test("a card number is spaced while it is typed, as its brand is", async () => {
  const there = await visit();
  await there.page.focus("#card");
  for (const [typed, spaced, name] of [
    ["4242424242424242", CARD, "Visa"],
    ["378282246310005", "3782 822463 10005", "American Express"],
    ["6304000000000000", "6304 0000 0000 0000", "Maestro"],
    ["5555 5555-55554444", "5555 5555 5555 4444", "Mastercard"],
  ]) {
    await there.page.fill("#card", "");
    await there.page.keyboard.type(typed);
    assert.equal(await valueOf(there, "card"), spaced);
    assert.equal(await brand(there), name);
  }
  await there.page.fill("#card", "");
  assert.equal(await brand(there), "");
});

test("the caret stays where it is typed", async () => {
  const there = await visit();
  await there.page.fill("#card", "4242 4242 4242");
  await place(there, 2);
  await there.page.keyboard.type("11");
  assert.deepEqual([await valueOf(there, "card"), await caret(there)], ["4211 4242 4242 42", 5]);
  await there.page.keyboard.type("9");
  assert.deepEqual([await valueOf(there, "card"), await caret(there)], ["4211 9424 2424 242", 6]);
});

test("backspace over a space takes the digit before it, delete the one after it", async () => {
  const there = await visit();
  await there.page.fill("#card", "4211 9424 2424");
  await place(there, 5);
  await there.page.keyboard.press("Backspace");
  assert.deepEqual([await valueOf(there, "card"), await caret(there)], ["4219 4242 424", 3]);
  await place(there, 4);
  await there.page.keyboard.press("Delete");
  assert.deepEqual([await valueOf(there, "card"), await caret(there)], ["4219 2424 24", 4]);
  await there.page.press("#card", "End");
  for (let digit = 0; digit < 10; digit++) await there.page.keyboard.press("Backspace");
  assert.equal(await valueOf(there, "card"), "");
});

test("what is pasted keeps all its digits, whatever divides them", async () => {
  const there = await visit();
  for (const text of ["4242-4242-4242-4242", " 4242 4242 4242 4242\u200e", "４２４２424242424242"]) {
    await there.page.fill("#card", "");
    await there.page.focus("#card");
    await there.page.keyboard.insertText(text);
    assert.equal(await valueOf(there, "card"), CARD, text);
  }
});

test("what is no number is left as it was typed", async () => {
  const there = await visit();
  await there.page.focus("#card");
  await there.page.keyboard.type("4242x 42");
  assert.equal(await valueOf(there, "card"), "4242x 42");
  await there.page.focus("#exp");
  await there.page.keyboard.type("Sep 29");
  assert.equal(await valueOf(there, "exp"), "Sep 29");
});

test("while an input method composes nothing is changed under it", async () => {
  const there = await visit();
  await there.page.focus("#card");
  const cdp = await there.context.newCDPSession(there.page);
  await cdp.send("Input.imeSetComposition", { text: "４２４２４", selectionStart: 5, selectionEnd: 5 });
  assert.equal(await valueOf(there, "card"), "４２４２４");
  await cdp.send("Input.insertText", { text: "４２４２４" });
  assert.equal(await valueOf(there, "card"), "4242 4");
});

test("an expiry date is written as MM/YY", async () => {
  const there = await visit();
  await there.page.focus("#exp");
  for (const [typed, shown] of [
    ["0929", "09/29"],
    ["929", "09/29"],
    ["9/29", "09/29"],
    ["09/29", "09/29"],
    ["1/", "01/"],
    ["12", "12/"],
    ["1", "1"],
  ]) {
    await there.page.fill("#exp", "");
    await there.page.keyboard.type(typed);
    assert.equal(await valueOf(there, "exp"), shown, typed);
  }
  for (const typed of ["09/2039", "092039"]) {
    await there.page.fill("#exp", "");
    await there.page.keyboard.type(typed);
    await there.page.keyboard.press("Tab");
    assert.equal(await valueOf(there, "exp"), "09/39", typed);
    await there.page.focus("#exp");
  }
  await there.page.fill("#exp", "");
  await there.page.keyboard.type("0929");
  for (const left of ["09/2", "09", "0", ""]) {
    await there.page.keyboard.press("Backspace");
    assert.equal(await valueOf(there, "exp"), left);
  }
});

test("what a password manager fills in is spaced, and sealed without spaces", async () => {
  const there = await visit();
  await there.page.fill("#name", "Ada");
  await there.run(() => {
    const fill = (id, value, ...types) => {
      const input = document.querySelector(id);
      input.value = value;
      for (const type of types) input.dispatchEvent(new Event(type, { bubbles: true }));
    };
    fill("#card", "4242424242424242", "keydown", "input", "keyup", "change", "blur");
    fill("#exp", "2039-09", "change");
  });
  assert.deepEqual([await valueOf(there, "card"), await valueOf(there, "exp")], [CARD, "09/39"]);
  assert.equal(await brand(there), "Visa");
  await there.page.click("#pay");
  const { sealed } = await there.sent();
  const { fields } = await shop.merchant.open(sealed);
  assert.deepEqual(fields, { name: "Ada", "cc-number": "4242424242424242", "cc-exp": "09/39" });
});

test("the browser's own autofill is spaced, and stays marked as autofilled", async () => {
  const there = await visit();
  const cdp = await there.context.newCDPSession(there.page);
  await cdp.send("DOM.enable");
  await cdp.send("Autofill.enable");
  const { root } = await cdp.send("DOM.getDocument");
  const { nodeId } = await cdp.send("DOM.querySelector", { nodeId: root.nodeId, selector: "#card" });
  const { node } = await cdp.send("DOM.describeNode", { nodeId });
  const card = { number: "4242424242424242", name: "Ada", expiryMonth: "09", expiryYear: "2039", cvc: "" };
  await cdp.send("Autofill.trigger", { fieldId: node.backendNodeId, card });
  await there.page.waitForFunction(() => document.querySelector("#card").value !== "");
  assert.equal(await valueOf(there, "card"), CARD);
  assert.equal(await there.run(() => document.querySelector("#card").matches(":autofill")), true);
});

test("a framework's own setter still hears of the change, with the spaced value", async () => {
  const there = await visit();
  await there.run(() => {
    const card = document.querySelector("#card");
    const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
    let known = card.value;
    Object.defineProperty(card, "value", {
      get: () => own.get.call(card),
      set: (value) => own.set.call(card, (known = value)),
    });
    window.heard = [];
    document.body.addEventListener("input", () => card.value !== known && heard.push((known = card.value)));
  });
  await there.page.focus("#card");
  await there.page.keyboard.type("42424");
  assert.deepEqual(await there.run(() => heard), ["4", "42", "424", "4242", "4242 4"]);
});

test("an input gets what makes it easy to type into, and gives it back", async () => {
  const there = await visit();
  const attributes = () =>
    there.run(() =>
      ["card", "exp"].map((id) => {
        const { attributes } = document.getElementById(id);
        return Object.fromEntries([...attributes].map(({ name, value }) => [name, value]));
      }),
    );
  const [card, exp] = await attributes();
  assert.deepEqual([card.inputmode, card.maxlength, card.dir], ["numeric", undefined, "ltr"]);
  assert.deepEqual([exp.inputmode, exp.autocomplete], ["numeric", "cc-exp"]);
  await there.run(() => window.stop());
  const [own, bare] = await attributes();
  assert.deepEqual([own.inputmode, own.maxlength, own.dir], [undefined, "16", undefined]);
  assert.deepEqual([bare.inputmode, bare.autocomplete, bare.dir], [undefined, undefined, undefined]);
  await there.page.fill("#card", "4242424242");
  assert.equal(await valueOf(there, "card"), "4242424242");
});

test("an input of the merchant's own name is helped once the manifest says its kind", async () => {
  const fields = { ...POLICY.fields, "gift-card": { role: "payments", kind: "card", purpose: "Pay" } };
  const body = FORM.replace("<button", '<input id="gift" data-waxseal-field="gift-card"><button');
  const script = "window.stop = helpFields(form); await ready;";
  const there = await visit(body, { manifest: { fields }, script });
  await there.page.waitForFunction(() => window.events.length > 0);
  await there.page.fill("#gift", "4242424242424242");
  assert.equal(await valueOf(there, "gift"), CARD);
});

async function mistaken(there) {
  await there.page.fill("#card", "4242 4242 4242 4241");
  await there.page.fill("#exp", "13/29");
  await there.page.click("#pay");
  await there.page.locator("[data-waxseal-summary] li").first().waitFor();
}

test("errors are told in a summary that has the focus, and beside each field", async () => {
  const there = await visit();
  await mistaken(there);
  const snapshot = await there.page.locator("[data-waxseal-summary]").ariaSnapshot();
  for (const line of [
    "Please check what you entered",
    'link "Full name: Please fill in this field."',
    'link "Card number: This is not a whole card number, or a digit is wrong."',
    'link "Expiry: Enter month and year, such as 09/29."',
  ]) assert.ok(snapshot.includes(line), snapshot);
  assert.ok(await there.run(() => document.activeElement.matches("[data-waxseal-summary]")));
  const described = await there.run(() =>
    ["name", "card", "exp"].map((id) => {
      const { ariaInvalid, ariaDescribedByElements } = document.getElementById(id);
      return [ariaInvalid, ...ariaDescribedByElements.map(({ textContent }) => textContent)];
    }),
  );
  assert.deepEqual(described, [
    ["true", "Please fill in this field."],
    ["true", "16 digits", "This is not a whole card number, or a digit is wrong."],
    ["true", "Enter month and year, such as 09/29."],
  ]);
  await there.page.getByRole("link", { name: /^Expiry/ }).press("Enter");
  assert.equal(await there.run(() => document.activeElement.id), "exp");
  await there.nothingSent();
});

test("what is mended is told no longer", async () => {
  const there = await visit();
  await mistaken(there);
  await there.page.fill("#exp", "09/39");
  assert.equal(await there.page.locator("[data-waxseal-summary] li").count(), 2);
  assert.equal(await there.run(() => document.querySelector("#exp").getAttribute("aria-invalid")), null);
  await there.page.fill("#card", CARD);
  await there.page.fill("#name", "Ada");
  assert.equal(await there.page.locator("[data-waxseal-summary]").isVisible(), false);
  assert.equal(await there.run(() => document.querySelector("#card").getAttribute("aria-describedby")), "hint");
  await there.page.click("#pay");
  assert.ok((await there.sent()).sealed);
});

test("each submit tells its own errors only", async () => {
  const there = await visit();
  await mistaken(there);
  await there.run(() => (document.querySelector("#name").value = "Ada"));
  await there.page.click("#pay");
  await there.page.waitForFunction(() => document.querySelectorAll("[data-waxseal-summary] li").length === 2);
});

test("what the browser itself checks is told in the same way", async () => {
  const body = FORM.replace("<button", `<label for="email">E-mail</label>
    <input id="email" type="email" autocomplete="email" data-waxseal-field required value="nonsense">
    <label for="gift">Gift</label><input id="gift" name="cart" required><button`);
  const there = await visit(body);
  await mistaken(there);
  const told = await there.page.locator("[data-waxseal-summary] li").allInnerTexts();
  assert.equal(told[0], "E-mail: Enter an e-mail address, such as name@example.com.");
  assert.match(told[1], /^Gift: ./);
});

test("without a summary the first field at fault has the focus", async () => {
  const there = await visit(FORM, { options: "{ summary: false }" });
  await there.page.click("#pay");
  await there.page.waitForFunction(() => document.activeElement.id === "name");
  assert.equal(await there.page.locator("[data-waxseal-summary]").count(), 0);
});

test("the page's own places and words are taken", async () => {
  const body = `<div id="all" class="notice"></div>${FORM}<p data-waxseal-error="card" id="wrong"></p>`;
  const options = `{ summary: document.querySelector("#all"), messages: {
    "invalid-field card": "Bitte prüfen Sie die Nummer.",
    "missing-field": (field, label) => label + " fehlt (" + field + ")",
    summary: "Bitte prüfen",
  } }`;
  const there = await visit(body, { options });
  await there.page.fill("#card", "4242 4242 4242 4241");
  await there.page.click("#pay");
  await there.page.locator("#all li").first().waitFor();
  assert.equal(await there.page.locator("#wrong").innerText(), "Bitte prüfen Sie die Nummer.");
  assert.equal((await there.page.locator("#all").innerText()).split("\n")[0], "Bitte prüfen");
  assert.match(await there.page.locator("#all").innerText(), /Full name: Full name fehlt \(name\)/);
  await there.run(() => window.stop());
  assert.equal(await there.page.locator("#wrong").innerText(), "");
});

test("a field without an input is named in the summary", async () => {
  const fields = { ...POLICY.fields, tel: { ...POLICY.fields.tel, required: true } };
  const there = await visit(FORM, { manifest: { fields } });
  await there.page.fill("#name", "Ada");
  await there.page.click("#pay");
  await there.page.getByText("tel: Please fill in this field.").waitFor();
});

test("a whole number that cannot be right, and a date that is past, are told while they are typed", async () => {
  const there = await visit();
  await there.page.focus("#card");
  await there.page.keyboard.type("4242424242424241");
  assert.equal(await there.page.getByText("a digit is wrong").isVisible(), false);
  await there.page.fill("#card", "378282246310006");
  await there.page.getByText("a digit is wrong").waitFor();
  await there.page.fill("#card", "37828224631000");
  assert.equal(await there.page.getByText("a digit is wrong").isVisible(), false);
  await there.page.fill("#exp", "01/20");
  await there.page.getByText("This date is past.").waitFor();
  assert.equal(await there.run(() => document.querySelector("#exp").getAttribute("aria-invalid")), null);
});

test("a server can import it", async () => {
  const { helpFields } = await import("../../pkg/dist/fields.js");
  assert.equal(typeof helpFields, "function");
});
