// The React hook in a page: what mounts, unmounts and changes, in StrictMode.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bundle } from "./support/bundle.mjs";
import { Shop, visit } from "./support/shop.mjs";

const NAME = "Ada Lovelace";

/** A component whose options and form the test changes from outside. */
const PAGE = `
  import { createElement as h, StrictMode, useLayoutEffect, useRef, useState } from "react";
  import { createRoot } from "react-dom/client";
  import { useWaxseal } from "waxseal/react";

  function Checkout() {
    const form = useRef(null);
    const [given, give] = useState(window.start);
    window.give = (changes) => give((before) => ({ ...before, ...changes }));
    window.state = useWaxseal(form, given.options);
    if (given.formless) return null;
    return h("form", { ref: form, key: given.key, ...given.form },
      h("input", { id: "name", name: "fullname", autoComplete: "name", "data-waxseal-field": "" }),
      h("input", { type: "hidden", name: "cart", value: "3 books" }),
      h("button", { id: "pay" }, "Pay"),
      given.hurries && h(Hurry));
  }

  function Around() {
    const form = useRef(null);
    return h("form", { ref: form, ...start.form },
      h("input", { id: "name", name: "fullname", autoComplete: "name", "data-waxseal-field": "" }),
      h(Inside, { form }));
  }

  function Inside({ form }) {
    window.state = useWaxseal(form, start.options);
    return h("button", { id: "pay" }, "Pay");
  }

  /** Sends the form as soon as it stands: what a browser may do before React runs later effects. */
  function Hurry() {
    useLayoutEffect(() => queueMicrotask(() => {
      document.querySelector("#name").value = "Ada Lovelace";
      document.querySelector("form").requestSubmit();
    }), []);
    return null;
  }

  window.mount = () => {
    const app = createRoot(document.querySelector("#app"));
    app.render(h(StrictMode, null, h(start.isAround ? Around : Checkout)));
    return () => app.unmount();
  };`;

let shop;
before(async () => {
  shop = await Shop.open();
  shop.server.put("/late.jws", { body: "", status: 503 });
  shop.server.put("/page.js", { body: await bundle(PAGE) });
});
after(() => shop.close());

test("a controlled form under StrictMode is protected once, and sends the order", async (t) => {
  const shopper = await mounted(t);
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual([others, await shopper.fields(sealed)], [{ cart: "3 books" }, { name: NAME }]);
});

test("a form that is sent at the moment in which it appears waits for the manifest", async (t) => {
  const keep = "(data) => { window.entries = [...data]; }";
  const shopper = await mounted(t, `start.hurries = true; start.form = { action: ${keep} };`);
  await shopper.page.waitForFunction(() => window.entries);
  const { sealed, ...others } = Object.fromEntries(await shopper.run(() => entries));
  assert.deepEqual([others, await shopper.fields(sealed)], [{ cart: "3 books" }, { name: NAME }]);
});

test("a form around the component that calls the hook is protected too", async (t) => {
  const shopper = await mounted(t, "start.isAround = true;");
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual([others, await shopper.fields(sealed)], [{}, { name: NAME }]);
});

test("the latest reference is sealed without loading the manifest again", async (t) => {
  const shopper = await mounted(t);
  const loads = manifestLoads(shopper);
  await shopper.run(() => give({ options: { ...start.options, ref: "A-2" } }));
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  const { header } = await shop.merchant.open((await shopper.sent()).sealed);
  assert.deepEqual([header.ref, manifestLoads(shopper)], ["A-2", loads]);
});

test("an action that is a function gets the sealed order alone", async (t) => {
  const script = "start.form = { action: (data) => { window.entries = [...data]; } };";
  const shopper = await mounted(t, script);
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.page.waitForFunction(() => window.entries);
  const { sealed, ...others } = Object.fromEntries(await shopper.run(() => entries));
  assert.deepEqual([others, await shopper.fields(sealed)], [{ cart: "3 books" }, { name: NAME }]);
});

test("a form that comes in place of another is protected too", async (t) => {
  const shopper = await mounted(t);
  await shopper.run(() => give({ formless: true }));
  await shopper.page.waitForFunction(() => !document.querySelector("form"));
  await shopper.run(() => give({ formless: false, key: "other" }));
  await shopper.page.waitForFunction(() => state.status === "ready");
  assert.equal(await shopper.run(() => document.querySelector("#name").hasAttribute("name")), false);
});

test("what unmounts gives the names back and tells nothing more", async (t) => {
  const shopper = await mounted(t);
  const names = await shopper.run(async () => {
    const input = document.querySelector("#name");
    const before = input.getAttribute("name");
    unmount();
    await undefined;
    return [before, input.getAttribute("name")];
  });
  assert.deepEqual(names, [null, "fullname"]);
});

test("a wrong pin is returned as an error, and nothing is sent", async (t) => {
  const pin = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  const shopper = await mounted(t, `start.options.pin = "${pin}";`, "failed");
  assert.equal(await shopper.run(() => state.error.code), "untrusted");
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  await shopper.run((pin) => give({ options: { ...start.options, pin } }), shop.merchant.pin);
  await shopper.page.waitForFunction(() => state.status === "ready");
});

test("a manifest that could not be fetched is fetched again at the next submit", async (t) => {
  const shopper = await mounted(t, "start.options.manifest = '/late.jws';", "failed");
  assert.equal(await shopper.run(() => state.error.code), "io");
  shop.server.put("/late.jws", { body: await shop.merchant.publish() });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  assert.deepEqual(await shopper.fields((await shopper.sent()).sealed), { name: NAME });
});

test("rendering on a server touches nothing", async () => {
  const { createElement, useRef } = await import("react");
  const { renderToString } = await import("react-dom/server");
  const { useWaxseal } = await import("../../pkg/dist/react.js");
  const Checkout = () => {
    const { status } = useWaxseal(useRef(null), { manifest: "/waxseal.jws", pin: "none" });
    return createElement("form", null, status);
  };
  assert.equal(renderToString(createElement(Checkout)), "<form>loading</form>");
});

async function mounted(t, script = "", status = "ready") {
  const start = `
    const action = manifest.replace("manifest", "orders").replace(".jws", "");
    window.start = { form: { action, method: "post" }, options: { manifest, pin, ref: "A-1" } };
    ${script}
    await import("/page.js");
    window.unmount = window.mount();`;
  const shopper = await visit(t, shop, '<div id="app"></div>', { unprotected: true, script: start });
  await shopper.page.waitForFunction((status) => window.state?.status === status, status);
  return shopper;
}

function manifestLoads(shopper) {
  return shop.server.requests.filter(({ url }) => url === shopper.manifestPath).length;
}
