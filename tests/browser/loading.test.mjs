import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertNotLeaked, gate, Shop, visit } from "./support/shop.mjs";

const FORM = `<form action="%action%" method="post">
  <input id="name" autocomplete="name" data-waxseal-field name="fullname">
  <input type="hidden" name="cart" value="3 books">
  <button id="pay" name="action" value="pay">Pay</button>
  <button id="other" name="action" value="other">Other</button>
</form>`;
const NAME = "Ada Lovelace";
const DAY = 86_400;
const now = () => Math.floor(Date.now() / 1000);
const CONTACT = { post: "1 High Street", tel: "+44 20 7946 0000", email: "orders@acme.example" };

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

/** What loading this manifest comes to: an error's code, or nothing. */
async function loaded(t, manifest, options = {}) {
  const shopper = await visit(t, shop, FORM, { manifest, ...options });
  return (await shopper.run(() => window.failure))?.code;
}

test("a submit before the manifest is there is held and then resumed with its submitter", async (t) => {
  const { delay, open } = gate();
  const shopper = await visit(t, shop, FORM, { delay });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#other");
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.equal(await shopper.page.getAttribute("form", "aria-busy"), "true");
  open();
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual(others, { cart: "3 books", action: "other" });
  assert.deepEqual(await shopper.fields(sealed), { name: NAME });
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(shopper.posts.length, 1);
});

test("a held submit is checked when it is resumed", async (t) => {
  const { delay, open } = gate();
  const shopper = await visit(t, shop, FORM, { delay });
  await shopper.page.click("#pay");
  open();
  await shopper.page.waitForFunction(() => window.isLoaded);
  await shopper.nothingSent();
  assert.equal((await shopper.events("invalid")).length, 1);
  assert.equal(await shopper.page.getAttribute("form", "aria-busy"), null);
});

test("form.submit() before the manifest is there sends nothing", async (t) => {
  const { delay, open } = gate();
  t.after(open);
  const shopper = await visit(t, shop, FORM, { delay });
  await shopper.page.fill("#name", NAME);
  await shopper.run(() => HTMLFormElement.prototype.submit.call(form));
  assert.deepEqual(await shopper.sent(), {});
});

test("a form that is removed while its submit is held is not sent", async (t) => {
  const { delay, open } = gate();
  const shopper = await visit(t, shop, FORM, { delay });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.run(() => form.remove());
  open();
  await shopper.page.waitForFunction(() => window.isLoaded);
  await shopper.nothingSent();
});

test("a submitter that is removed while its submit is held does not hold it for good", async (t) => {
  const { delay, open } = gate();
  const shopper = await visit(t, shop, FORM, { delay });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.run(() => document.querySelector("#pay").remove());
  open();
  assert.deepEqual(Object.keys(await shopper.sent()), ["cart", "sealed"]);
});

test("unprotect lets a held submit go, and what comes late changes nothing", async (t) => {
  const { delay, open } = gate();
  const shopper = await visit(t, shop, FORM, { delay });
  await shopper.page.click("#pay");
  await shopper.run(() => unprotect());
  assert.equal(await shopper.page.getAttribute("form", "aria-busy"), null);
  open();
  await shopper.page.waitForFunction(() => window.isLoaded);
  await shopper.nothingSent();
  assert.deepEqual(await shopper.events("ready"), []);
});

test("without a manifest nothing is sent, and the error is shown", async (t) => {
  const shopper = await visit(t, shop, FORM, { manifest: "<!doctype html>Not found" });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  const errors = await shopper.events("error");
  assert.equal(errors.at(-1).code, "malformed");
  assert.match(await shopper.page.textContent("[role=alert]"), /cannot be sent safely.*malformed/);
  assert.deepEqual(await shopper.entries(), []);
  assertNotLeaked(shopper, [NAME]);
});

test("a held submit whose manifest never comes is not sent", async (t) => {
  const { delay, open } = gate();
  const shopper = await visit(t, shop, FORM, { delay, manifest: "nothing" });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  open();
  await shopper.page.waitForSelector("[role=alert]");
  assert.equal(await shopper.page.getAttribute("form", "aria-busy"), null);
  await shopper.nothingSent();
});

test("a page that cancels the error's event shows it itself", async (t) => {
  const init = `document.addEventListener("waxseal:error", (event) => event.preventDefault());`;
  const shopper = await visit(t, shop, FORM, { manifest: "nothing", init });
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.equal(await shopper.page.locator("[role=alert]").count(), 0);
});

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
  assert.deepEqual(fetches, [[shopper.manifestPath, { cache: "no-cache" }]]);
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

test("the ready event comes once, after protect has returned", async (t) => {
  const script = `window.sealer = await Sealer.load({ manifest, pin }); protect(form, sealer);
    form.addEventListener("waxseal:ready", ({ detail }) => window.same = detail.sealer === sealer);
    await null;`;
  const shopper = await visit(t, shop, FORM, { unprotected: true, script });
  assert.equal(await shopper.run(() => window.same), true);
  assert.equal((await shopper.events("ready")).length, 1);
});

test("without FormDataEvent protect refuses, blocks the submit and shows the contact", async (t) => {
  const init = "delete window.FormDataEvent;";
  const shopper = await visit(t, shop, FORM, { init, manifest: { contact: CONTACT } });
  assert.equal((await shopper.run(() => window.failure)).code, "unsupported");
  await shopper.page.waitForSelector("[role=alert]");
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  const alert = await shopper.page.textContent("[role=alert]");
  for (const way of Object.values(CONTACT)) assert.ok(alert.includes(way));
  assert.equal((await shopper.events("error"))[0].code, "unsupported");
});

test("a page whose policy forbids WebAssembly is told what to add", async (t) => {
  const csp = "script-src 'self' 'unsafe-inline'";
  const shopper = await visit(t, shop, FORM, { csp });
  const { code, message } = await shopper.run(() => window.failure);
  assert.equal(code, "csp-blocked");
  assert.match(message, /'wasm-unsafe-eval'/);
});

test("a strict policy with trusted types is enough", async (t) => {
  const nonce = "'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='";
  const csp = `script-src 'self' 'wasm-unsafe-eval' ${nonce}; style-src 'none'; worker-src 'none';
    require-trusted-types-for 'script'; trusted-types 'none'`.replaceAll("\n", "");
  const body = `${FORM.replace("<form", `<form data-waxseal="/manifest/strict.jws"
    data-waxseal-pin="${shop.merchant.pin}"`)}<script type="module" src="/waxseal/auto.js"></script>`;
  const html = `<!doctype html><title>Shop</title>${body.replaceAll("%action%", "/orders/strict")}`;
  shop.server.put("/manifest/strict.jws", { body: await shop.merchant.publish() });
  shop.server.put("/strict", { body: html, headers: { "content-security-policy": csp } });
  const page = await shop.browser.newPage();
  t.after(() => page.close());
  const complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(`${shop.server.origin}/strict`);
  await page.click("#pay");
  await page.waitForFunction(() => document.querySelector("#name").validationMessage);
  await page.fill("#name", NAME);
  await Promise.all([page.waitForURL("**/orders/strict"), page.click("#pay")]);
  const { body: posted } = shop.server.requests.find(({ url }) => url === "/orders/strict");
  assert.deepEqual(await shop.merchant.open(new URLSearchParams(posted).get("sealed")).then(
    ({ fields }) => fields), { name: NAME });
  assert.deepEqual(complaints.filter((text) => !text.includes("favicon")), []);
});

test("importing touches nothing", async (t) => {
  const init = `window.touched = []; const { addEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, ...rest) {
      if (this === window) touched.push(type);
      return addEventListener.call(this, type, ...rest);
    };
    WebAssembly.Module = new Proxy(WebAssembly.Module, {
      construct: (Module, [bytes]) => (touched.push("wasm"), new Module(bytes)),
    });`;
  const options = { init, unprotected: true, script: "window.before = [...touched];" };
  const shopper = await visit(t, shop, FORM, options);
  assert.deepEqual(await shopper.run(() => before), []);
  await shopper.run(async () => void protect(form, await Sealer.load({ manifest, pin })));
  assert.ok((await shopper.run(() => touched)).includes("wasm"));
});

test("sealer.seal is synchronous and names what is wrong", async (t) => {
  const shopper = await visit(t, shop, FORM, { unprotected: true, script: `
    window.sealer = await Sealer.load({ manifest, pin });
    window.attempt = (fields, options) => {
      try { return { line: sealer.seal(fields, options) }; }
      catch (error) { return { code: error.code, field: error.field, coded: error instanceof WaxsealError }; }
    };` });
  const attempt = (...given) => shopper.run((given) => attempt(...given), given);
  const { line } = await attempt({ name: NAME, tel: "+44 20 7946 0000" }, { ref: "A-1001" });
  assert.deepEqual(await shopper.fields(line), { name: NAME, tel: "+442079460000" });
  const failures = [
    [[{}], "missing-field", "name"],
    [[{ name: NAME, shoe: "9" }], "unknown-field", "shoe"],
    [[{ name: NAME, "cc-number": "1234" }], "invalid-field", "cc-number"],
    [[{ name: 7 }], "invalid-field", "name"],
    [[{ name: NAME }, { group: "eu" }], "policy", undefined],
    [[{ name: NAME }, { form: "none" }], "policy", undefined],
    [[{ name: NAME }, { ref: "x".repeat(200) }], "invalid-field", "ref"],
  ];
  for (const [given, code, field] of failures) {
    assert.deepEqual(await attempt(...given), { code, field, coded: true });
  }
  assert.equal(await shopper.run(() => { try { sealer.seal({ name: "\ud800" }); } catch ({ code }) { return code; } }), "invalid-field");
  assert.equal(await shopper.run(() => { try { sealer.seal({ name: "Ada" }, { ref: "\udc00" }); } catch ({ code }) { return code; } }), "invalid-field");
});

test("keys are prepared in idle time and used for the next order", async (t) => {
  const init = `window.idle = []; window.requestIdleCallback = (action) => idle.push(action);`;
  const shopper = await visit(t, shop, FORM, { init });
  assert.equal(await shopper.run(() => idle.length), 1);
  await shopper.page.fill("#name", NAME);
  const lines = await shopper.run(() => {
    const line = () => new FormData(form).get("sealed");
    idle.shift()();
    const first = line();
    form.reset();
    form.elements[0].value = "Grace Hopper";
    return [first, line()];
  });
  const epks = [];
  for (const line of lines) epks.push((await shop.merchant.open(line)).header.epk.x);
  assert.notEqual(epks[0], epks[1]);
  assert.ok((await shopper.run(() => idle.length)) >= 1);
});

test("in Node, seal works with an origin and a manifest's text", async () => {
  const { Sealer } = await import("../../pkg/dist/index.js");
  const { merchant } = shop;
  const options = { manifest: await merchant.publish(), pin: merchant.pin };
  await assert.rejects(Sealer.load(options), { name: "WaxsealError", code: "wrong-origin" });
  const sealer = await Sealer.load({ ...options, origin: "http://localhost:3000" });
  const { fields, header } = await merchant.open(sealer.seal({ name: NAME }));
  assert.deepEqual([fields, header.origin], [{ name: NAME }, "http://localhost:3000"]);
});
