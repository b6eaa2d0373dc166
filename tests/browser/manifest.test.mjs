import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { FORM, Shop, visit } from "./support/shop.mjs";

const NAME = "Ada Lovelace";
const DAY = 86_400;
const now = () => Math.floor(Date.now() / 1000);

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

/** What loading this manifest comes to: an error's code, or nothing. */
async function loaded(t, manifest, options = {}) {
  const shopper = await visit(t, shop, FORM, { manifest, ...options });
  return (await shopper.run(() => window.failure))?.code;
}

test("a manifest that the server does not have is an io error", async (t) => {
  const script = `await Sealer.load({ manifest: "/missing", pin });`;
  shop.server.put("/missing", { status: 404, body: "" });
  assert.equal(await loaded(t, {}, { unprotected: true, script }), "io");
});

test("the manifest may be given as text", async (t) => {
  const script = `const sealer = await Sealer.load({ manifest: "${await shop.merchant.publish()}", pin });
    window.line = sealer.seal({ name: "Ada Lovelace" }, { ref: "A-1001" });`;
  const shopper = await visit(t, shop, "", { unprotected: true, script });
  const line = await shopper.run(() => window.line);
  assert.deepEqual(await shopper.fields(line), { name: NAME });
});

test("the manifest is fetched with no-cache, and nothing else is", async (t) => {
  const init = `window.fetches = []; const original = window.fetch;
    window.fetch = (url, options) => (fetches.push([url, options]), original(url, options));`;
  const shopper = await visit(t, shop, FORM, { init });
  const fetches = await shopper.run(() => fetches);
  assert.deepEqual(fetches, [[shopper.manifestPath, { cache: "no-cache", signal: {} }]]);
});

test("a page asks for itself, the package, the manifest, and sends the order", async (t) => {
  const first = shop.server.requests.length;
  const shopper = await visit(t, shop, FORM);
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.sent();
  const urls = shop.server.requests.slice(first).map(({ url }) => url);
  const expected = [shopper.path, "/waxseal/index.js", shopper.manifestPath, shopper.action];
  assert.deepEqual(urls.filter((url) => url !== "/favicon.ico"), expected);
});

test("a manifest of another identity is untrusted", async (t) => {
  const script = `await Sealer.load({ manifest, pin: pin.slice(0, -4) + "AAAA" });`;
  assert.equal(await loaded(t, {}, { unprotected: true, script }), "untrusted");
});

test("one of several pins is enough", async (t) => {
  const other = `urn:ietf:params:oauth:jwk-thumbprint:sha-256:${"A".repeat(43)}`;
  const script = `await Sealer.load({ manifest, pin: "${other} " + pin });`;
  assert.equal(await loaded(t, {}, { unprotected: true, script }), undefined);
});

test("a manifest past its time is expired", async (t) => {
  const iat = now() - 100 * DAY;
  assert.equal(await loaded(t, { iat, exp: now() - 2 * DAY }), "expired");
});

test("a manifest from further ahead is not yet valid", async (t) => {
  assert.equal(await loaded(t, { iat: now() + 2 * DAY, exp: now() + 9 * DAY }), "not-yet-valid");
});

test("a manifest for other origins is refused", async (t) => {
  assert.equal(await loaded(t, { env: "live", origins: ["https://shop.example"] }), "wrong-origin");
});

test("a manifest below the page's minVersion is rolled back", async (t) => {
  const script = `await Sealer.load({ manifest, pin, minVersion: 2_000 });`;
  assert.equal(await loaded(t, { version: 1_999 }, { unprotected: true, script }), "rolled-back");
});

test("when an older manifest is served, the newest seen is used and the page is told", async (t) => {
  const shopper = await visit(t, shop, FORM, { manifest: { version: 20 } });
  shop.server.put(shopper.manifestPath, { body: await shop.merchant.publish({ version: 10 }) });
  await shopper.page.reload();
  await shopper.page.waitForFunction(() => window.events.length > 1);
  assert.deepEqual((await shopper.events("error")).map(({ code }) => code), ["rolled-back"]);
  assert.equal(await shopper.run(() => sealer.manifest.version), 20);
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  const { header } = await shop.merchant.open((await shopper.sent()).sealed);
  assert.equal(header.ver, 20);
});

test("a newer manifest is taken, and kept from then on", async (t) => {
  const shopper = await visit(t, shop, FORM, { manifest: { version: 20 } });
  for (const [served, used] of [[30, 30], [25, 30]]) {
    const body = await shop.merchant.publish({ version: served });
    shop.server.put(shopper.manifestPath, { body });
    await shopper.page.reload();
    await shopper.page.waitForFunction(() => window.isLoaded);
    assert.equal(await shopper.run(() => sealer.manifest.version), used);
  }
});

test("a kept manifest that is not valid any more gives way to the one served", async (t) => {
  const iat = now() - 95 * DAY;
  const old = await shop.merchant.publish({ version: 20, iat, exp: now() - 5 * DAY });
  const identity = shop.merchant.pin.split(":").at(-1);
  const init = `localStorage.setItem("waxseal:${identity}", "${old}");`;
  const shopper = await visit(t, shop, FORM, { init, manifest: { version: 10 } });
  assert.equal(await shopper.run(() => sealer.manifest.version), 10);
  assert.deepEqual((await shopper.events("error")).map(({ code }) => code), ["rolled-back"]);
});

test("what others put into storage is not trusted", async (t) => {
  const identity = shop.merchant.pin.split(":").at(-1);
  const forged = await shop.merchant.publish({ version: 99 });
  for (const kept of [forged.slice(0, -6) + "AAAAAA", "x", "{}"]) {
    const init = `localStorage.setItem("waxseal:${identity}", "${kept}");`;
    const shopper = await visit(t, shop, FORM, { init, manifest: { version: 10 } });
    assert.equal(await shopper.run(() => sealer.manifest.version), 10);
    assert.deepEqual(await shopper.events("error"), []);
  }
});

test("without storage the page works all the same", async (t) => {
  const init = `Object.defineProperty(window, "localStorage", { get() { throw new Error("off"); } });`;
  const shopper = await visit(t, shop, FORM, { init });
  assert.equal((await shopper.events("ready")).length, 1);
});

test("validity is checked again at every seal", async (t) => {
  const script = `window.time = Date.now();
    window.sealer = await Sealer.load({ manifest, pin, now: () => time }); protect(form, sealer);`;
  const shopper = await visit(t, shop, FORM, { unprotected: true, script });
  await shopper.page.fill("#name", NAME);
  assert.equal((await shopper.entries()).length, 2);
  await shopper.run((days) => void (window.time += days * 86_400_000), 92);
  assert.deepEqual(await shopper.entries(), [["cart", "3 books"]]);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.equal((await shopper.events("error")).at(-1).code, "expired");
});

test("a manifest in its last 21 days is told of", async (t) => {
  const soon = await visit(t, shop, FORM, { manifest: { exp: now() + 20 * DAY } });
  assert.equal((await soon.events("expiring")).length, 1);
  const later = await visit(t, shop, FORM, { manifest: { exp: now() + 22 * DAY } });
  assert.equal((await later.events("expiring")).length, 0);
});
