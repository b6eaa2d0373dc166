import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertNotLeaked, Shop, visit } from "./support/shop.mjs";

const FORM = `<form action="%action%" method="post">
  <input id="name" autocomplete="name" data-waxseal-field value="Ada Lovelace">
  <input id="card" autocomplete="cc-number" data-waxseal-field>
  <button id="pay">Pay</button><button type="reset" id="reset">Reset</button>
</form>`;
const WRONG = "4111 1111 1111 1112";

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

/** A page whose card number is wrong, after an attempt to pay. */
async function refused(t, options = {}, form = FORM) {
  const shopper = await visit(t, shop, form, options);
  await shopper.page.locator("#card").evaluate((card, value) => void (card.value = value), WRONG);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assertNotLeaked(shopper, [WRONG]);
  return shopper;
}

const messageOf = (shopper, id = "card") =>
  shopper.run((id) => document.getElementById(id).validationMessage, id);

test("a wrong value is pointed at where it stands", async (t) => {
  const shopper = await refused(t);
  assert.equal(await messageOf(shopper), "Please check this field.");
  assert.equal(await shopper.run(() => document.activeElement.id), "card");
  const [event] = await shopper.events("invalid");
  assert.deepEqual([event.field, event.code, event.id], ["cc-number", "invalid-field", "card"]);
});

test("no event, message or console line holds a value", async (t) => {
  const shopper = await refused(t);
  const told = JSON.stringify([await shopper.run(() => events), shopper.console]);
  for (const value of [WRONG, "4111111111111112", "Ada"]) assert.ok(!told.includes(value));
});

for (const type of ["input", "change"]) {
  test(`a message is cleared on ${type}`, async (t) => {
    const shopper = await refused(t);
    const dispatch = (type) => document.querySelector("#card").dispatchEvent(new Event(type));
    await shopper.run(dispatch, type);
    assert.equal(await messageOf(shopper), "");
  });
}

test("a message is cleared on reset", async (t) => {
  const shopper = await refused(t);
  await shopper.page.click("#reset");
  assert.equal(await messageOf(shopper), "");
});

test("a message stays while something else is done", async (t) => {
  const shopper = await refused(t);
  await shopper.page.fill("#name", "Grace Hopper");
  await shopper.page.click("#name");
  assert.equal(await messageOf(shopper), "Please check this field.");
});

test("a value that a script puts right does not hold the form", async (t) => {
  const shopper = await refused(t);
  await shopper.run(() => void (document.querySelector("#card").value = "4111111111111111"));
  await shopper.page.click("#pay");
  assert.equal((await shopper.fields((await shopper.sent()).sealed))["cc-number"], "4111111111111111");
});

test("a message that the page set is never overwritten or cleared", async (t) => {
  const form = FORM.replace("<form", '<form oninvalid="event.preventDefault()"');
  const shopper = await visit(t, shop, form);
  await shopper.run((value) => {
    const card = document.querySelector("#card");
    card.value = value;
    card.setCustomValidity("the page's own");
    form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
  }, WRONG);
  assert.equal((await shopper.events("invalid")).length, 1);
  assert.equal(await messageOf(shopper), "the page's own");
  await shopper.run(() => document.querySelector("#card").dispatchEvent(new Event("input")));
  assert.equal(await messageOf(shopper), "the page's own");
});

test("a page that sets its own message after ours keeps it", async (t) => {
  const shopper = await refused(t);
  await shopper.run(() => {
    const card = document.querySelector("#card");
    card.setCustomValidity("the page's own");
    card.dispatchEvent(new Event("input"));
  });
  assert.equal(await messageOf(shopper), "the page's own");
});

test("a cancelled event leaves the showing to the page, and stops the submit all the same", async (t) => {
  const script = `await ready;
    document.addEventListener("waxseal:invalid", (event) => event.preventDefault());`;
  const shopper = await refused(t, { script });
  assert.equal(await messageOf(shopper), "");
  assert.equal(await shopper.page.locator("[role=alert]").count(), 0);
});

test("an app can open the hidden step in the event, and the field is then pointed at", async (t) => {
  const form = FORM.replace('id="card"', 'id="card" hidden');
  const script = `await ready; form.addEventListener("waxseal:invalid", ({ detail }) => {
    detail.element.hidden = false;
  });`;
  const shopper = await refused(t, { script }, form);
  assert.equal(await messageOf(shopper), "Please check this field.");
  assert.equal(await shopper.run(() => document.activeElement.id), "card");
});

test("what no control can show is said in words", async (t) => {
  const shopper = await refused(t, {}, FORM.replace('id="card"', 'id="card" style="display:none"'));
  assert.equal(await messageOf(shopper), "");
  const alert = shopper.page.locator("[role=alert]");
  assert.equal(await alert.textContent(), "cc-number: Please check this field.");
  await shopper.page.locator("#card").evaluate((card) => void (card.value = ""));
  await shopper.page.click("#pay");
  await shopper.sent();
});

test("a field that the form lacks is said in words", async (t) => {
  const form = FORM.replace('autocomplete="name"', 'autocomplete="email"').replace("Ada Lovelace", "");
  const shopper = await visit(t, shop, form);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  const [{ field, code, id }] = await shopper.events("invalid");
  assert.deepEqual([field, code, id], ["name", "missing-field", undefined]);
  assert.match(await shopper.page.textContent("[role=alert]"), /^name: /);
});

test("a readonly input that is wrong is told by the event, and in words", async (t) => {
  const shopper = await refused(t, {}, FORM.replace('id="card"', 'id="card" readonly'));
  assert.equal((await shopper.events("invalid"))[0].id, "card");
  assert.match(await shopper.page.textContent("[role=alert]"), /^cc-number: /);
});

test("novalidate emits events and shows no bubbles", async (t) => {
  const shopper = await refused(t, {}, FORM.replace("<form", "<form novalidate"));
  assert.equal((await shopper.events("invalid")).length, 1);
  assert.equal(await messageOf(shopper), "");
  assert.equal(await shopper.page.locator("[role=alert]").count(), 0);
});

test("every wrong field is told, the first in the page is focused", async (t) => {
  const form = FORM.replace('value="Ada Lovelace"', "");
  const shopper = await refused(t, {}, form);
  const fields = (await shopper.events("invalid")).map(({ field }) => field);
  assert.deepEqual(fields, ["name", "cc-number"]);
  assert.equal(await shopper.run(() => document.activeElement.id), "name");
});

test("the page's own required comes first, as without us", async (t) => {
  const form = FORM.replace('value="Ada Lovelace"', "required");
  const shopper = await refused(t, {}, form);
  assert.deepEqual(await shopper.events("invalid"), []);
  assert.equal(await shopper.run(() => document.activeElement.id), "name");
});

test("messages are the page's words, as text or as a function of the field", async (t) => {
  const messages = `{ "invalid-field": "Bitte prüfen", "missing-field": (field) => "Fehlt: " + field }`;
  const shopper = await visit(t, shop, FORM, { with: `{ messages: ${messages} }` });
  await shopper.page.fill("#name", "");
  await shopper.page.fill("#card", WRONG);
  await shopper.page.click("#pay");
  assert.deepEqual(
    [await messageOf(shopper, "name"), await messageOf(shopper)],
    ["Fehlt: name", "Bitte prüfen"],
  );
});

test("messages given to the sealer are the form's, and the errors' own", async (t) => {
  const script = `const messages = { "missing-field": "Fehlt" };
    window.sealer = await Sealer.load({ manifest, pin, messages }); protect(form, sealer);
    sealer.seal({});`;
  const shopper = await visit(t, shop, FORM, { unprotected: true, script });
  assert.deepEqual(await shopper.run(() => failure), { code: "missing-field", message: "Fehlt" });
  await shopper.page.fill("#name", "");
  await shopper.page.click("#pay");
  assert.equal(await messageOf(shopper, "name"), "Fehlt");
});

test("the page's own element shows what no control can", async (t) => {
  const form = FORM.replace("</form>", '<p data-waxseal-alert hidden id="own"></p></form>');
  const shopper = await refused(t, {}, form.replace('id="card"', 'id="card" hidden'));
  assert.match(await shopper.page.locator("#own:visible").textContent(), /^cc-number: /);
});

test("a form is checked also where a script sends a submit event", async (t) => {
  const script = `await ready; window.heard = 0; form.addEventListener("submit", () => heard++);`;
  const shopper = await visit(t, shop, FORM, { script });
  const send = () => form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  assert.equal(await shopper.run(send), true);
  await shopper.page.fill("#card", WRONG);
  assert.equal(await shopper.run(send), false);
  assert.equal(await shopper.run(() => heard), 1);
});
