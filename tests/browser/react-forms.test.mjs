// Forms that come, go and are hidden without a render of the component that calls the React hook.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bundle } from "./support/bundle.mjs";
import { Shop, visit } from "./support/shop.mjs";

const NAME = "Ada Lovelace";

const PAGE = `
  import { Activity, createElement as h, StrictMode, Suspense, use, useRef, useState } from "react";
  import { createRoot, hydrateRoot } from "react-dom/client";
  import { useWaxseal } from "waxseal/react";

  const waiting = () => {
    let open;
    const promise = new Promise((resolve) => (open = resolve));
    return { promise, open };
  };
  const first = waiting();
  const second = waiting();
  Object.assign(window, { first, second });
  const done = { promise: Promise.resolve() };

  function Form({ form, id, children }) {
    return h("form", { ref: form, id, ...start.form },
      h("input", { id: "name", name: "fullname", autoComplete: "name", "data-waxseal-field": "" }),
      h("input", { type: "hidden", name: "cart", value: "3 books" }),
      children);
  }

  const button = (form) => h("button", { id: "pay", form }, "Pay");
  const useIt = (form) => (window.state = useWaxseal(form, start.options));

  function Waits({ for: { promise } }) {
    use(promise);
    return null;
  }

  /** Suspends again when the test says so; only it renders then. */
  function WaitsAgain() {
    const [wait, waitAgain] = useState(done);
    window.waitAgain = () => waitAgain(second);
    return h(Waits, { for: wait });
  }

  function Suspended() {
    const form = useRef(null);
    useIt(form);
    return h(Suspense, { fallback: "..." }, h(Form, { form }, h(Waits, { for: first }), button()));
  }

  function SuspendedAgain() {
    const form = useRef(null);
    useIt(form);
    return h(Suspense, { fallback: "..." }, h(Form, { form }, h(WaitsAgain), button()));
  }

  function Dialog({ children }) {
    const [isOpen, setOpen] = useState(false);
    window.setOpen = setOpen;
    return isOpen ? h("div", null, children) : null;
  }

  function InDialog() {
    const form = useRef(null);
    useIt(form);
    return h(Dialog, null, h(Form, { form }, button()));
  }

  function Checkout() {
    const form = useRef(null);
    useIt(form);
    return h(Form, { form, id: "checkout" });
  }

  function Hidden() {
    const [mode, setMode] = useState("visible");
    window.hide = () => setMode("hidden");
    window.show = () => setMode("visible");
    return h("div", null, h(Activity, { mode }, h(Checkout)), button("checkout"));
  }

  function Step({ form }) {
    useIt(form);
    return h("p", null, "A step");
  }

  /** The component inside the form is replaced by another. */
  function Steps() {
    const form = useRef(null);
    const [step, setStep] = useState(1);
    window.next = () => setStep(step + 1);
    return h(Form, { form }, h(Step, { form, key: step }), button());
  }

  /** Two components of one form, of which the first goes. */
  function Both() {
    const form = useRef(null);
    const [isThere, setThere] = useState(true);
    window.next = () => setThere(false);
    return h(Form, { form }, isThere && h(Step, { form }), h(Step, { form }), button());
  }

  /** As a server streams it: the boundary's content is there before React takes it over. */
  function Hydrated() {
    const form = useRef(null);
    useIt(form);
    return h("main", null, h(Suspense, { fallback: "..." }, h(Form, { form }, button())));
  }

  const apps = { Suspended, SuspendedAgain, InDialog, Hidden, Steps, Both, Hydrated };
  const root = document.querySelector("#app");
  const app = h(start.isStrict ? StrictMode : "div", null, h(apps[start.app]));
  if (start.app === "Hydrated") {
    const attributes = Object.entries(start.form).map(([name, value]) => \` \${name}="\${value}"\`).join("");
    const tag = start.isStrict ? ["", ""] : ["<div>", "</div>"];
    root.innerHTML = tag[0] + "<main><!--$--><form" + attributes + '><input id="name" name="fullname" autocomplete="name"'
      + ' data-waxseal-field=""><input type="hidden" name="cart" value="3 books"><button id="pay">Pay</button></form><!--/$--></main>' + tag[1];
    hydrateRoot(root, app);
  } else createRoot(root).render(app);`;

let shop;
before(async () => {
  shop = await Shop.open();
  shop.server.put("/page.js", { body: await bundle(PAGE) });
});
after(() => shop.close());

const isReady = (shopper) => shopper.page.waitForFunction(() => window.state?.status === "ready");
const isShown = (shopper) => shopper.page.waitForSelector("#name", { state: "visible" });
const hasDialog = (shopper) => shopper.page.waitForFunction(() => window.setOpen);
const isDrawn = (shopper) => shopper.run(() => new Promise((resolve) => setTimeout(resolve, 100)));

const CASES = {
  "that a boundary showed late": ["Suspended", async (shopper) => {
    await isDrawn(shopper);
    await shopper.run(() => first.open());
    await isShown(shopper);
  }],
  "whose boundary suspends": ["SuspendedAgain", async (shopper) => {
    await isReady(shopper);
    await shopper.run(() => waitAgain());
    await shopper.page.waitForSelector("#name", { state: "hidden" });
  }],
  "whose boundary suspended again": ["SuspendedAgain", async (shopper) => {
    await isReady(shopper);
    await shopper.run(() => waitAgain());
    await shopper.page.waitForSelector("#name", { state: "hidden" });
    await shopper.run(() => second.open());
    await isShown(shopper);
  }],
  "in a dialog that opens by itself": ["InDialog", async (shopper) => {
    await hasDialog(shopper);
    await shopper.run(() => setOpen(true));
    await isShown(shopper);
  }],
  "in a dialog that was opened again": ["InDialog", async (shopper) => {
    await hasDialog(shopper);
    for (const isOpen of [true, false, true]) {
      await shopper.run((isOpen) => setOpen(isOpen), isOpen);
      await isDrawn(shopper);
    }
  }],
  "that an activity hides": ["Hidden", async (shopper) => {
    await isReady(shopper);
    await shopper.run(() => hide());
    await shopper.page.waitForSelector("#name", { state: "hidden" });
  }],
  "that an activity shows again": ["Hidden", async (shopper) => {
    await isReady(shopper);
    await shopper.run(() => hide());
    await shopper.page.waitForSelector("#name", { state: "hidden" });
    await shopper.run(() => show());
    await isShown(shopper);
    await isReady(shopper);
  }],
  "whose step is another component now": ["Steps", async (shopper) => {
    await isReady(shopper);
    await shopper.run(() => next());
    await isDrawn(shopper);
    await isReady(shopper);
  }],
  "of which another component took care": ["Both", async (shopper) => {
    await isDrawn(shopper);
    await shopper.run(() => next());
    await isDrawn(shopper);
    await isReady(shopper);
  }],
  "in a boundary that is hydrated": ["Hydrated", isDrawn],
};

for (const [what, [app, act]] of Object.entries(CASES)) {
  for (const isStrict of [false, true]) {
    test(`a form ${what} is protected${isStrict ? " in StrictMode" : ""}`, async (t) => {
      const shopper = await mounted(t, app, isStrict);
      await act(shopper);
      await shopper.run((name) => (document.querySelector("#name").value = name), NAME);
      // Where the form is hidden so is its button.
      await shopper.run(() => document.querySelector("#pay").click());
      const { sealed, ...others } = await shopper.sent();
      assert.deepEqual([others, await shopper.fields(sealed)], [{ cart: "3 books" }, { name: NAME }]);
      assert.deepEqual(shopper.faults, []);
    });
  }
}

function mounted(t, app, isStrict) {
  const script = `
    const action = manifest.replace("manifest", "orders").replace(".jws", "");
    window.start = { app: "${app}", isStrict: ${isStrict}, form: { action, method: "post" },
      options: { manifest, pin, ref: "A-1" } };
    await import("/page.js");`;
  return visit(t, shop, '<div id="app"></div>', { unprotected: true, script });
}
