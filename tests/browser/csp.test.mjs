// Content security policies in a real browser: the strictest that a checkout may have.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bundle } from "./support/bundle.mjs";
import { entriesOf } from "./support/server.mjs";
import { Shop } from "./support/shop.mjs";

const NAME = "Ada Lovelace";
const STRICT = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "style-src": "'self'",
  "connect-src": "'self'",
  "form-action": "'self'",
  "base-uri": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "'none'",
};

let shop;
before(async () => {
  shop = await Shop.open();
  const body = await bundle('export { helpFields } from "waxseal/fields";');
  shop.server.put("/fields.js", { body });
});
after(() => shop.close());

/** Whatever an entry does on a page belongs here: it then runs under each policy below. */
const SCRIPT = (manifest, pin) => `
  import { helpFields } from "/fields.js";
  import { protect, Sealer } from "/waxseal/index.js";
  const form = document.querySelector("#by-script");
  helpFields(form);
  const sealer = Sealer.load({ manifest: "${manifest}", pin: "${pin}" });
  window.unprotect = protect(form, sealer, { ref: "A-1001" });
  try {
    window.line = (await sealer).seal({ name: "${NAME}" });
    window.entries = [...(await sealer).sealForm(form)].length;
  } catch ({ code, message }) { window.failure = { code, message }; }
  window.isLoaded = true;`;

const form = (id, attributes = "") => `<form id="${id}" action="/orders" method="post" ${attributes}>
  <input autocomplete="name" data-waxseal-field><input autocomplete="email" data-waxseal-field>
  <button>Pay</button><waxseal-badge></waxseal-badge><waxseal-fallback></waxseal-fallback></form>`;

let number = 0;
/** Opens a page under a policy. Nothing on it is inline. */
async function open(t, directives = {}) {
  const [manifest, script, path] = ["jws", "js", "html"].map((ending) => `/csp/${++number}.${ending}`);
  const { pin } = shop.merchant;
  shop.server.put(manifest, { body: await shop.merchant.publish() });
  shop.server.put(script, { body: SCRIPT(manifest, pin) });
  const policy = Object.entries({ ...STRICT, ...directives }).map((directive) => directive.join(" "));
  const html = `<!doctype html><title>Shop</title>
    ${form("by-markup", `data-waxseal="${manifest}" data-waxseal-pin="${pin}"`)}${form("by-script")}
    <script type="module" src="/waxseal/auto.js"></script><script type="module" src="${script}"></script>`;
  const headers = { "content-security-policy": policy.join("; ") };
  shop.server.put(path, { body: html, headers });
  const page = await shop.browser.newPage();
  t.after(() => page.close());
  const violations = [];
  await page.exposeFunction("violated", (violation) => violations.push(violation));
  await page.addInitScript(() => {
    window.codes = [];
    window.ready = 0;
    document.addEventListener("waxseal:ready", () => window.ready++);
    document.addEventListener("waxseal:error", ({ detail }) => window.codes.push(detail.code));
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
      window.violated(`${violatedDirective}: ${blockedURI} ${sample}`),
    );
  });
  await page.goto(shop.server.origin + path);
  await page.waitForFunction(() => window.isLoaded);
  return { page, violations };
}

for (const id of ["by-markup", "by-script"]) {
  test(`a form protected ${id.replace("-", " ")} posts its order under the strict policy`, async (t) => {
    const { page, violations } = await open(t);
    await page.waitForFunction(() => window.ready === 2);
    await page.click(`#${id} button`);
    const wrong = page.locator(`#${id} :is(:invalid, [aria-invalid="true"])`);
    assert.equal(await wrong.count(), 1, "checked, and pointed at");
    await page.fill(`#${id} input`, NAME);
    const count = shop.server.requests.length;
    await Promise.all([page.waitForURL("**/orders"), page.click(`#${id} button`)]);
    const post = shop.server.requests.slice(count).find(({ url }) => url === "/orders");
    const { sealed, ...others } = Object.fromEntries(await entriesOf(post));
    assert.deepEqual([others, (await shop.merchant.open(sealed)).fields], [{}, { name: NAME }]);
    assert.deepEqual(violations, []);
  });
}

test("sealing, sealForm, alerts and unprotect violate nothing under the strict policy", async (t) => {
  const { page, violations } = await open(t);
  const { line, failure } = await page.evaluate(() => ({ line: window.line, failure: window.failure }));
  assert.deepEqual((await shop.merchant.open(line)).fields, { name: NAME });
  assert.equal(failure.code, "missing-field");
  await page.fill("#by-script input", NAME);
  await page.fill("#by-script input + input", "not an address");
  await page.evaluate(() => {
    document.querySelector("#by-script input + input").hidden = true;
    document.querySelector("#by-script").requestSubmit();
  });
  await page.waitForSelector("#by-script [role=alert]", { state: "attached" });
  await page.evaluate(() => window.unprotect());
  assert.deepEqual(violations, []);
});

test("the elements are there under the strict policy, and have their style", async (t) => {
  const { page, violations } = await open(t);
  const badge = page.locator("#by-markup waxseal-badge");
  await badge.getByText("Acme Books").first().waitFor();
  const drawn = await badge.evaluate(({ shadowRoot }) => shadowRoot.adoptedStyleSheets.length);
  assert.ok(drawn > 0);
  assert.deepEqual(violations, []);
});

test("without 'wasm-unsafe-eval' the error is csp-blocked, names the directive, and nothing is sent", async (t) => {
  const { page, violations } = await open(t, { "script-src": "'self'" });
  const { code, message } = await page.evaluate(() => window.failure);
  assert.equal(code, "csp-blocked");
  assert.match(message, /'wasm-unsafe-eval'.*script-src/);
  assert.ok(violations.every((violation) => violation.startsWith("script-src: wasm-eval")), violations.join());
  assert.ok(violations.length > 0);
  const count = shop.server.requests.length;
  for (const id of ["by-markup", "by-script"]) {
    await page.fill(`#${id} input`, NAME);
    // The fallback has turned the button off.
    await page.evaluate((id) => document.querySelector(`#${id}`).requestSubmit(), id);
  }
  assert.deepEqual(await page.evaluate(() => window.codes), Array(4).fill("csp-blocked"));
  assert.equal(shop.server.requests.slice(count).filter(({ url }) => url === "/orders").length, 0);
});

test("without connect-src for the manifest the error is io, and nothing is sent", async (t) => {
  const { page, violations } = await open(t, { "connect-src": "'none'" });
  assert.equal((await page.evaluate(() => window.failure)).code, "io");
  assert.ok(violations.length > 0 && violations.every((violation) => violation.startsWith("connect-src:")));
});
