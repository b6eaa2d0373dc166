import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { FORM, Shop, visit } from "./support/shop.mjs";

const NAME = "Ada Lovelace";

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

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
  // In the page: a lone surrogate does not survive the way there.
  const inPage = await shopper.run(() => [
    attempt({ name: "\ud800" }),
    attempt({ name: "Ada" }, { ref: "\udc00" }),
    attempt({ name: "Ada" }, { group: "\udc00" }),
    attempt({ name: "Ada" }, { form: "\udc00" }),
  ]);
  assert.deepEqual(inPage.map(({ code, field }) => [code, field]), [
    ["invalid-field", "name"],
    ["invalid-field", "ref"],
    ["policy", undefined],
    ["policy", undefined],
  ]);
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

test("a form that the page lets go is not kept", async (t) => {
  const script = `window.sealer = await Sealer.load({ manifest, pin });
    window.released = (() => {
      const gone = form.cloneNode(true);
      protect(gone, sealer)();
      return new WeakRef(gone);
    })();`;
  const shopper = await visit(t, shop, FORM, { unprotected: true, script });
  await shopper.run(() => new Promise((resolve) => requestIdleCallback(resolve)));
  const devtools = await shopper.context.newCDPSession(shopper.page);
  const isKept = () => shopper.run(() => released.deref() !== undefined);
  // A word that is left on the stack may look like a reference to it, once.
  for (let run = 0; run < 3 && (await isKept()); run++) await devtools.send("HeapProfiler.collectGarbage");
  assert.equal(await isKept(), false);
});
