// The hashes of integrity.json on a page: the browser runs what they fit, and nothing else.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { entriesOf } from "./support/server.mjs";
import { Shop } from "./support/shop.mjs";

const { files } = JSON.parse(readFileSync(new URL("../../pkg/dist/integrity.json", import.meta.url)));
const WRONG = `sha384-${createHash("sha384").update("another file").digest("base64")}`;
const NAME = "Ada Lovelace";
const MODULES = ["index.js", "elements.js"];

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

let number = 0;
/** A page under the strict policy, with a head of its own. Orders a name, and returns what was sent. */
async function order(t, head, { auto = files["auto.js"], hashes = "" } = {}) {
  const [manifest, path, action] = ["jws", "html", "order"].map((ending) => `/integrity/${++number}.${ending}`);
  shop.server.put(manifest, { body: await shop.merchant.publish() });
  const csp = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval' ${hashes}; style-src 'self';
    connect-src 'self'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script';
    trusted-types 'none'`;
  const body = `<!doctype html><title>Shop</title>${head}
    <form action="${action}" method="post" data-waxseal="${manifest}" data-waxseal-pin="${shop.merchant.pin}">
      <input autocomplete="name" data-waxseal-field><input type="hidden" name="cart" value="3 books">
      <button>Pay</button></form>
    <script type="module" src="/waxseal/auto.js" integrity="${auto}"></script>`;
  shop.server.put(path, { body, headers: { "content-security-policy": csp.replace(/\s+/g, " ") } });
  const page = await shop.browser.newPage();
  t.after(() => page.close());
  await page.goto(shop.server.origin + path, { waitUntil: "networkidle" });
  await page.fill("input", NAME);
  await Promise.all([page.waitForURL(`**${action}`), page.click("button")]);
  const posted = shop.server.requests.find(({ url }) => url === action);
  return Object.fromEntries(await entriesOf(posted));
}

async function assertSealed({ sealed, ...others }) {
  assert.deepEqual([others, (await shop.merchant.open(sealed)).fields], [{ cart: "3 books" }, { name: NAME }]);
}

/** What did not run protects nothing: but the inputs have no names, so none of them is sent. */
function assertNotRun(entries) {
  assert.deepEqual(entries, { cart: "3 books" });
}

/** Without `changes`, an import map with the right hashes. */
function importMap(changes = {}) {
  const integrity = Object.fromEntries(MODULES.map((file) => [`/waxseal/${file}`, files[file]]));
  const map = JSON.stringify({ integrity: { ...integrity, ...changes } });
  const hash = createHash("sha256").update(map).digest("base64");
  return { head: `<script type="importmap">${map}</script>`, hashes: `'sha256-${hash}'` };
}

const preloads = (hash) =>
  MODULES.map((file) => `<link rel="modulepreload" href="/waxseal/${file}" integrity="${hash ?? files[file]}">`).join("");

test("with the right hashes on the script and in an import map an order is sealed", async (t) => {
  const { head, hashes } = importMap();
  await assertSealed(await order(t, head, { hashes }));
});

test("a script that does not fit its integrity does not run", async (t) => {
  assertNotRun(await order(t, "", { auto: WRONG }));
});

for (const file of MODULES) {
  test(`${file} that does not fit the import map does not run`, async (t) => {
    const { head, hashes } = importMap({ [`/waxseal/${file}`]: WRONG });
    assertNotRun(await order(t, head, { hashes }));
  });
}

test("with the right hashes on modulepreload links an order is sealed", async (t) => {
  await assertSealed(await order(t, preloads()));
});

test("a module that does not fit its modulepreload link does not run", async (t) => {
  assertNotRun(await order(t, preloads(WRONG)));
});

test("an import map that the policy does not allow by its hash is ignored, and the script runs", async (t) => {
  const { head } = importMap({ "/waxseal/index.js": WRONG });
  await assertSealed(await order(t, head));
});
