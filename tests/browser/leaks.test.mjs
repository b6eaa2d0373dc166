// The leak kit against pages that leak in every way that we know, and against some that do not.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertNoLeaks, createTestVault, findLeaks, LeakError, watchForLeaks } from "../../pkg/dist/testing.js";
import { CLEAN, DOORS, ON_LEAVING, SAMPLE, WHILE_TYPING, WRITTEN } from "./leaks/pages.mjs";
import { launchChromium } from "./support/chromium.mjs";
import { Server } from "./support/server.mjs";
import { acceptSockets } from "./leaks/sockets.mjs";

const vault = createTestVault({
  fields: {
    name: { required: true }, email: {}, country: { kind: "text", "also-pass": true },
    "cc-number": { role: "payments" }, "cc-exp": { role: "payments" },
  },
  pass: ["cart"],
});

const FORM = `<form action="/orders" method="post" data-waxseal="/waxseal.jws" data-waxseal-pin="${vault.pin}">
  <input autocomplete="name" data-waxseal-field>
  <input autocomplete="email" type="email" data-waxseal-field>
  <input autocomplete="country" name="country" data-waxseal-field>
  <input autocomplete="cc-number" data-waxseal-field>
  <input autocomplete="cc-exp" data-waxseal-field>
  <input type="hidden" name="cart" value="3 books"><button>Pay</button>
</form>`;

let server;
let browser;
before(async () => {
  server = await Server.start();
  acceptSockets(server);
  server.put("/waxseal.jws", { body: vault.manifest });
  server.put("/worker.js", { body: "", headers: { "content-type": "text/javascript" } });
  server.put("/shared.js", { body: "", headers: { "content-type": "text/javascript" } });
  browser = await launchChromium();
});
after(async () => {
  report();
  await browser?.close();
  await server?.stop();
});

let visits = 0;
async function visit(t, { onSubmit, script = "" }) {
  const path = `/checkout/${++visits}`;
  const other = server.origin.replace("127.0.0.1", "localhost");
  const scripts = `${onSubmit} ${script}`;
  const handler = `form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [card, email, name] = ["cc-number", "email", "name"].map(read);
    const send = (body) => fetch("/t", { method: "POST", body });
    ${onSubmit}
    await fetch("/orders", { method: "POST", body: new FormData(form) });
  });`;
  // A frame takes a process of the browser's: only pages whose scripts speak to one have it.
  const frames = Object.entries({ same: "/frame", cross: `${other}/frame` })
    .filter(([id]) => scripts.includes(`#${id}`))
    .map(([id, address]) => `<iframe id="${id}" src="${address}"></iframe>`);
  const html = `<!doctype html><title>Shop</title>${FORM}${frames.join("")}
    <script>
      const form = document.querySelector("form"), other = "${other}", socket = "${server.origin.replace("http", "ws")}";
      const loaded = new Promise((resolve) => addEventListener("load", resolve));
      const read = (field) => document.querySelector("[autocomplete=" + field + "]").value;
      ${script}
      ${onSubmit === undefined ? "" : handler}
    </script><script type="module" src="/waxseal/auto.js"></script>`;
  server.put(path, { body: html });
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  return { page, url: server.origin + path, quiet: 250 };
}

const caught = [];
const missed = [];
function report() {
  const tried = caught.length + missed.length;
  const lines = caught.map(({ name, leak }) => `  ${name.padEnd(46)} ${leak.field}: ${leak.where} (${leak.how})`);
  console.log([`leaks caught: ${caught.length} of ${tried}`, ...lines, ...missed.map((name) => `  MISSED ${name.name ?? name}`)].join("\n"));
}

/** The leaks that the kit finds in such a page. */
async function leaksOf(t, name, what) {
  const { page, url, quiet } = await visit(t, what);
  const error = await assertNoLeaks(page, { url, quiet }).catch((error) => error);
  if (error instanceof LeakError) {
    caught.push({ name, leak: error.leaks[0] });
    const each = new Set(error.leaks.map((leak) => JSON.stringify(leak)));
    assert.equal(each.size, error.leaks.length, "each leak is told once");
    return error.leaks;
  }
  missed.push(name);
  if (error instanceof Error) throw error;
  return [];
}

test("found, a telephone number that is written for its country", () => {
  const values = { tel: "+44 7123 456789" };
  for (const text of ["07123 456789", "tel=7123456789", "00447123456789"]) assert.equal(findLeaks(values, text).length, 1, text);
  assert.deepEqual(findLeaks(values, "07123 456788"), []);
});

const TYPED = { card: "4929 1835 6027 4414", email: "kqvzxjwmtr@bdfghjkm.example", name: "Wbxqvkzt Gtmcrvpqd" };
for (const [name, expression] of Object.entries(WRITTEN)) {
  test(`found, written ${name}`, () => {
    const text = new Function("card", "email", "name", `return ${expression}`)(TYPED.card, TYPED.email, TYPED.name);
    const leaks = findLeaks(TYPED, `before ${text} after`);
    (leaks.length > 0 ? caught : missed).push({ name: `written ${name}`, leak: leaks[0] });
    assert.notEqual(leaks.length, 0);
  });
}

test("found, written in each of these ways, in the bodies of a page", async (t) => {
  const sent = Object.values(WRITTEN).map((text, index) => `await fetch("/t/${index}", { method: "POST", body: ${text} });`);
  const leaks = await leaksOf(t, "all ways of writing, in one page", { onSubmit: sent.join("\n") });
  for (const index of sent.keys()) {
    assert.ok(leaks.some(({ where }) => where.includes(`/t/${index} body`)), Object.keys(WRITTEN)[index]);
  }
});

test("found, in two numbers, of which the second has lost the zeros that it begins with", () => {
  for (const [value, second] of [["4929 1835 0027 4411", 274411], ["4929 1835 0007 4411", 74411]]) {
    assert.equal(findLeaks({ "cc-number": value }, JSON.stringify({ a: 49291835, b: second })).length, 1, value);
  }
  assert.deepEqual(findLeaks({ "cc-number": "4929 1835 0027 4411" }, JSON.stringify({ a: 49291835, b: 274412 })), []);
});

test("found, an accent however it is written", () => {
  const name = "Zoë Müller-Strauß";
  const html = "Zo&euml; M&uuml;ller-Strau&szlig;";
  for (const text of [escape(name), "Zo=EB M=FCller-Strau=DF", name.normalize("NFD"), name.toUpperCase(), html]) {
    assert.equal(findLeaks({ name }, text).length, 1, text);
  }
});

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function randomsFrom(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function canaries(random) {
  const digits = (count) => Array.from({ length: count }, () => Math.floor(random() * 10)).join("");
  const card = `4${digits(3)} ${digits(4)} ${digits(4)} ${digits(4)}`;
  return { tel: `+44 7${digits(3)} ${digits(6)}`, card, second: `5${card.slice(1)}`, id: `BCDF${digits(8)}` };
}

test("no false alarm: measurements of 40 KB", () => {
  const random = randomsFrom(1);
  const times = Array.from({ length: 700 }, () => ({ start: random() * 5000, end: Math.round(random() * 5e4) / 10, size: Math.floor(random() * 1e5) }));
  const text = JSON.stringify(times);
  assert.deepEqual(findLeaks(canaries(random), text), []);
});

test("no false alarm: recorders that mask what is typed", () => {
  const random = randomsFrom(2);
  for (let run = 0; run < 6; run++) {
    const node = (id) => ({ type: 2, tagName: "a", attributes: { href: `/product/${Math.floor(random() * 1e6)}` }, text: `£${(random() * 100).toFixed(2)}`, id });
    const move = (id) => ({ type: 3, data: { source: 1, x: Math.floor(random() * 1280), y: Math.floor(random() * 720), id }, timestamp: 1.79e12 + Math.floor(random() * 1e6) });
    const typed = { type: 3, data: { source: 5, text: "*".repeat(19) } };
    const text = JSON.stringify(Array.from({ length: 100 }, (_, id) => [node(id), move(id), typed]));
    assert.deepEqual(findLeaks(canaries(random), text), []);
  }
});

const isWanted = ([name]) => process.env.EVERYTHING || SAMPLE.has(name);
const kinds = [
  ...Object.entries(DOORS).map(([name, onSubmit]) => [name, { onSubmit }]),
  ...Object.entries(WHILE_TYPING).map(([name, script]) => [name, { script, onSubmit: "" }]),
  ...Object.entries(ON_LEAVING).map(([name, script]) => [name, { script }]),
];
const clean = Object.entries(CLEAN);

test("every page of the sample is there", () => {
  const names = [...kinds, ...clean].map(([name]) => name);
  assert.deepEqual([...SAMPLE].filter((name) => !names.includes(name)), []);
});

// Three at a time: much of each is waiting until the page is quiet.
describe("pages", { concurrency: 3 }, () => {
  for (const [name, what] of kinds.filter(isWanted)) {
    test(`caught: ${name}`, async (t) => {
      assert.ok((await leaksOf(t, name, what)).length > 0, "the page leaks");
    });
  }

  for (const [name, onSubmit] of clean.filter(isWanted)) {
    test(`no false alarm: ${name}`, async (t) => {
      const { page, url, quiet } = await visit(t, { onSubmit });
      const { values, orders } = await assertNoLeaks(page, { url, quiet });
      assert.deepEqual(Object.keys(values), ["name", "email", "cc-number", "cc-exp"]);
      const { fields } = vault.open(orders[0]);
      assert.equal(fields.name, values.name);
      assert.equal(fields.email, values.email);
      assert.equal(fields["cc-number"], values["cc-number"].replaceAll(" ", ""));
      assert.equal(orders.length, 1);
    });
  }
});

test("a page that seals nothing is told by the reason that the form gave", async (t) => {
  const refusal = ({ page, ...options }) => assertNoLeaks(page, options).then(() => assert.fail("it passed"), ({ message }) => message);
  const wrong = await visit(t, { script: 'form.dataset.waxsealPin = form.dataset.waxsealPin.slice(0, -43) + "A".repeat(43);' });
  assert.equal(await refusal(wrong), "no sealed order was sent: untrusted");
  const invalid = await visit(t, {});
  const values = { "cc-number": "4111 1111 1111 1112" };
  assert.equal(await refusal({ ...invalid, values }), "no sealed order was sent: invalid-field (cc-number)");
});

test("a button that is not there is no button pressed", async (t) => {
  const { page, url, quiet } = await visit(t, {});
  await assert.rejects(assertNoLeaks(page, { url, quiet, button: "#none" }), /no button #none/);
});
