// Every kind of control, and each way in which a page sends its form.
import assert from "node:assert/strict";
import { FIELDS, REF } from "../support/merchant.mjs";

const leave = `.then(() => location.assign("/"))`;
const WAYS = {
  "a click": `form.querySelector("button").click()`,
  "requestSubmit()": `form.requestSubmit()`,
  "submit()": `form.submit()`,
  "the browser's own submit()": `HTMLFormElement.prototype.submit.call(form)`,
  "fetch with FormData": `fetch(form.action, { method: "POST", body: new FormData(form) })${leave}`,
  "fetch with parameters":
    `fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) })${leave}`,
};

const TYPED = {
  ...FIELDS,
  bday: "1815-12-10",
  country: "NO",
  note: "Ring twice 🔔\nשלום, then wait",
  delivery: "evening",
  gifts: "card, box",
};

const later = (script) => `setTimeout(() => ${script})`;
const IS_HERE = `location.pathname === "/controls.html"`;
const HAS_LEFT = `!(${IS_HERE})`;
/** The page that was left is ready, too, for as long as the browser is still on its way. */
const IS_READY = `${IS_HERE} && "ready" in document.documentElement.dataset`;

/** Orders in each way, and once more after the way back; opens all of them. */
export async function assertControls(project, browser, address) {
  const order = (script) => [IS_READY, "fill()", later(script), HAS_LEFT];
  const again = Object.values(WAYS).flatMap((script) => [later(`location.assign("${address}")`), ...order(script)]);
  const back = [later("history.back()"), ...order(WAYS["a click"])];
  await browser.see(address, ...order(WAYS["a click"]), ...back, ...again);
  const lines = [];
  for (let count = 0; count < Object.keys(WAYS).length + 2; count++) lines.push(await sent(project));
  const records = await project.merchant.records(lines);
  assert.deepEqual(records.map(opened), lines.map(() => ({ ...TYPED, ref: REF })));
}

async function sent(project) {
  const { sealed, ...others } = Object.fromEntries(await project.shop.order());
  assert.deepEqual(others, { cart: "3 books" });
  return sealed;
}

function opened({ order, code, ...record }) {
  const fields = Object.entries(record).filter(([name]) => name.startsWith("seal."));
  const typed = Object.fromEntries(fields.map(([name, value]) => [name.slice("seal.".length), value]));
  return { ...typed, ref: order?.ref, ...(code && { code }) };
}
