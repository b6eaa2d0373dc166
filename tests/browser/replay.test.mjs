// Session replay: what a real recorder keeps of a protected form, and the marks that others honour.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Shop, visit } from "./support/shop.mjs";

const FORM = `<form action="%action%" method="post">
  <input id="name" class="wide" autocomplete="name" data-waxseal-field>
  <textarea id="note" data-waxseal-field="note"></textarea>
  <select id="country" autocomplete="country" data-waxseal-field>
    <option>NO<option>SE</select>
  <input id="voucher" name="cart">
  <button id="pay">Pay</button>
</form>`;
const TYPED = { name: "Ada Canary", note: "Ring twice, Canary" };
const RECORDER = '<script src="/rrweb.js"></script>';
/** The recorder's defaults, which mask no input but passwords. */
const RECORD = `window.recorded = [];
  const start = () => rrwebRecord.record({ emit: (event) => recorded.push(event) });`;

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

/** Types into every input of a page that is recorded; gives all that the recorder kept. */
async function recording(t, script) {
  const shopper = await visit(t, shop, FORM, { unprotected: true, head: RECORDER, script });
  for (const [id, value] of Object.entries(TYPED)) await shopper.page.locator(`#${id}`).pressSequentially(value);
  await shopper.page.selectOption("#country", { index: 1 });
  await shopper.page.fill("#voucher", "SPRING");
  // As tools do from time to time: what stands in the inputs by now is in it.
  await shopper.run(() => rrwebRecord.record.takeFullSnapshot());
  await shopper.run(() => new Promise((resolve) => setTimeout(resolve, 300)));
  const events = await shopper.run(() => recorded);
  return { shopper, events, text: JSON.stringify(events) };
}

for (const [when, script] of [
  ["before", `${RECORD} start(); await protectWith();`],
  ["after", `${RECORD} await protectWith(); start();`],
]) {
  test(`rrweb, started ${when} protect, keeps nothing that was typed into a field`, async (t) => {
    const { events, text } = await recording(t, script);
    assert.ok(events.filter(({ type }) => type === 2).length > 1, "two whole snapshots");
    const inputs = events.filter(({ type, data }) => type === 3 && data.source === 5);
    assert.deepEqual(inputs.map(({ data }) => data.text), ["SPRING"], "this input is no field");
    for (const value of Object.values(TYPED)) assert.ok(!text.includes(value.slice(0, 4)));
  });
}

test("the same recorder keeps what is typed into a form that is not protected", async (t) => {
  const { text } = await recording(t, `${RECORD} start();`);
  for (const value of Object.values(TYPED)) assert.ok(text.includes(value));
});

const marksOf = (shopper) =>
  shopper.run(() => {
    const controls = [...form.querySelectorAll("[data-waxseal-field]")];
    return controls.map((control) => control.getAttributeNames().map((name) => [name, control.getAttribute(name)]));
  });

test("unprotect takes back the marks, but none that the page set itself", async (t) => {
  const form = FORM.replace('class="wide"', 'class="wide rr-block" data-dd-privacy="hidden"');
  const script = `window.before = document.forms[0].outerHTML; await protectWith();`;
  const shopper = await visit(t, shop, form, { unprotected: true, script });
  const [name] = (await marksOf(shopper)).map(Object.fromEntries);
  assert.equal(name["data-dd-privacy"], "hidden");
  assert.match(name.class, /^wide rr-block .*fs-exclude/);
  assert.equal(await shopper.page.getAttribute("#voucher", "class"), null);
  const same = await shopper.run(() => (unprotect(), window.before === form.outerHTML));
  assert.equal(same, true);
});

test("an input that comes later is marked, and one whose class a framework writes anew", async (t) => {
  const shopper = await visit(t, shop, FORM);
  await shopper.run(async () => {
    document.querySelector("#name").className = "narrow";
    const late = document.createElement("input");
    late.dataset.waxsealField = "email";
    form.append(late);
    await new Promise((resolve) => setTimeout(resolve));
  });
  for (const marks of await marksOf(shopper)) {
    assert.match(Object.fromEntries(marks).class, /\brr-block\b/);
  }
  const changes = await shopper.run(async () => {
    const seen = [];
    new MutationObserver((records) => seen.push(...records)).observe(form, { subtree: true, attributes: true });
    document.querySelector("#name").className += " more";
    await new Promise((resolve) => setTimeout(resolve, 50));
    return seen.length;
  });
  assert.equal(changes, 1, "nothing is written that is there already");
});

test("every mark is in the document's table, and every one of the table is set", async (t) => {
  const document = readFileSync(new URL("../../docs/session-replay.md", import.meta.url), "utf8");
  const rows = [...document.matchAll(/^\| [^|]+ \| (?:class|attribute) `([^`]+)` \|/gm)];
  const shopper = await visit(t, shop, FORM);
  const { class: classes, ...attributes } = Object.fromEntries((await marksOf(shopper))[1]);
  const ours = /^data-(?!waxseal)/;
  const set = Object.entries(attributes).filter(([name]) => ours.test(name));
  const written = set.map(([name, value]) => (value === "" ? name : `${name}="${value}"`));
  assert.deepEqual(rows.map(([, mark]) => mark).sort(), [...written, ...classes.split(" ")].sort());
});
