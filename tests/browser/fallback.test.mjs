// <waxseal-fallback>: how else to order, when the form cannot be sealed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closedAfterEach, DEFINE_ELEMENTS, FORM, gate, Shop } from "./support/shop.mjs";

const FALLBACK = '<waxseal-fallback><p id="own">Call 020 7946 0000</p></waxseal-fallback>';
const EMPTY = "<waxseal-fallback></waxseal-fallback>";
const CONTACT = {
  post: "Acme Books, 1 High Street",
  tel: "+44 20 7946 0000",
  email: "orders@shop.example",
  url: "https://shop.example/by-post",
};

let shop;

before(async () => {
  shop = await Shop.open();
});

after(() => shop?.close());

const opened = closedAfterEach();

async function visit(body, options) {
  return opened(await shop.visit(body, { head: DEFINE_ELEMENTS, ...options }));
}

const failing = { manifest: "nonsense", script: "ready.catch(() => {});" };

async function failed(body, options) {
  const there = await visit(body, { ...failing, ...options });
  await there.page.waitForFunction(() => window.events.some(({ type }) => type === "error"));
  return there;
}

/** Says on the page's form that it failed, as protection does. */
function fail(visit, code) {
  return visit.run((code) => {
    const detail = new WaxsealError(code, "for a test");
    form.dispatchEvent(new CustomEvent("waxseal:error", { detail, bubbles: true }));
  }, code);
}

const region = (visit) => visit.page.locator("waxseal-fallback [part=content]");
const isOff = (visit, selector) => visit.page.locator(selector).isDisabled();

test("while the form is sealed it is hidden, and so it is while nobody knows", async () => {
  const { delay, open } = gate();
  const there = await visit(FORM + FALLBACK, { delay });
  assert.equal(await there.page.locator("#own").isVisible(), false);
  assert.equal(await isOff(there, "#pay"), false);
  open();
  await there.page.waitForFunction(() => window.events.some(({ type }) => type === "ready"));
  assert.equal(await there.page.locator("#own").isVisible(), false);
  const height = await there.run(() => document.querySelector("waxseal-fallback").offsetHeight);
  assert.equal(height, 0);
});

test("without a script the merchant's own words are shown", async () => {
  const there = await visit(FORM + FALLBACK, { head: "", unprotected: true });
  assert.equal(await there.page.locator("#own").isVisible(), true);
});

test("when the manifest fails the merchant's own words are shown, and the submit is off", async () => {
  const there = await failed(FORM + FALLBACK);
  assert.equal(await there.page.locator("#own").isVisible(), true);
  assert.deepEqual([await isOff(there, "#pay"), await isOff(there, "#other")], [true, true]);
  assert.match(await region(there).ariaSnapshot(), /^- region "Other ways to order"/);
});

test("a shopper who waits long is shown the other ways, and the submit stays held", async () => {
  const { delay, open } = gate();
  const there = await visit(FORM + FALLBACK, { delay, head: "" });
  await there.page.clock.install();
  await there.run(async () => (await import("/waxseal/elements.js")).defineElements());
  assert.equal(await there.page.locator("#own").isVisible(), false);
  await there.page.clock.runFor(10_001);
  assert.equal(await there.page.locator("#own").isVisible(), true);
  assert.equal(await isOff(there, "#pay"), false);
  open();
  await there.page.locator("#own").waitFor({ state: "hidden" });
});

test("with no words of its own it shows the contact of a manifest that was verified", async () => {
  const there = await visit(FORM + EMPTY, { manifest: { contact: CONTACT } });
  await fail(there, "expired");
  const text = await region(there).innerText();
  assert.deepEqual(text.split(/\n+/).filter((line) => !line.startsWith("By ") && line !== "On the web"), [
    CONTACT.tel,
    CONTACT.email,
    CONTACT.post,
    CONTACT.url,
  ]);
  const links = await region(there).locator("a").evaluateAll((links) => links.map(({ href }) => href));
  assert.deepEqual(links, ["tel:+442079460000", `mailto:${CONTACT.email}`, CONTACT.url]);
  assert.equal(await isOff(there, "#pay"), true);
});

test("a contact that is no number, address or web page becomes no link", async () => {
  const contact = { tel: "0800 BOOKS", email: "a@b.example?cc=c@d.example", url: "javascript:alert(1)" };
  const there = await visit(FORM + EMPTY, { manifest: { contact } });
  await fail(there, "expired");
  assert.equal(await region(there).locator("a").count(), 0);
  for (const text of Object.values(contact)) assert.ok((await region(there).innerText()).includes(text));
});

test("with nothing verified and no words of its own it names no other way", async () => {
  const there = await failed(FORM + EMPTY);
  assert.equal(await region(there).innerText(), "This form cannot be sent safely now. Please order in another way.");
  await there.run(() => (document.querySelector("waxseal-fallback").labels = { nothing: "Rufen Sie an." }));
  assert.equal(await region(there).innerText(), "Rufen Sie an.");
});

test("when the form can be sealed after all, only the buttons that it turned off are on again", async () => {
  const body = FORM.replace("</form>", '<button id="mine" disabled>Mine</button></form>');
  const there = await failed(`${body}${FALLBACK}<button id="far" form="f">Far</button>`);
  const good = await shop.merchant.publish();
  shop.server.put(there.manifestPath, { body: good });
  await there.run(async () => {
    unprotect();
    const sealer = await Sealer.load({ manifest, pin });
    protect(form, sealer);
  });
  await there.page.locator("#own").waitFor({ state: "hidden" });
  const off = await there.run(() => [...document.querySelectorAll(":disabled")].map(({ id }) => id));
  assert.deepEqual(off, ["mine"]);
});

test("buttons outside the form are off too, and those that send nothing stay on", async () => {
  const body = `${FORM.replace("<form", '<form id="f"').replace(
    "</form>",
    `<button type="button" id="more">More</button>
     <button formmethod="dialog" formnovalidate id="close">Close</button></form>`,
  )}<button id="far" form="f">Far</button><button id="foreign">Foreign</button>${FALLBACK}`;
  const there = await failed(body);
  const off = await there.run(() => [...document.querySelectorAll(":disabled")].map(({ id }) => id));
  assert.deepEqual(off, ["pay", "other", "far"]);
});

test("an error that the shopper can mend shows the other ways and leaves the submit on", async () => {
  const there = await visit(FORM + FALLBACK);
  await fail(there, "policy");
  assert.equal(await there.page.locator("#own").isVisible(), true);
  assert.equal(await isOff(there, "#pay"), false);
  await there.page.fill("#name", "Ada");
  await there.run(() => [...new FormData(form)]);
  assert.equal(await there.page.locator("#own").isVisible(), false);
});

test("after a failure that may pass the submit stays on, and seals when it has passed", async () => {
  const script = `protect(form, () => Sealer.load({ manifest: "/away.jws", pin }));`;
  shop.server.put("/away.jws", { status: 503, body: "away" });
  const there = await visit(FORM + FALLBACK, { unprotected: true, script });
  await there.page.locator("#own").waitFor({ state: "visible" });
  assert.equal(await isOff(there, "#pay"), false);
  shop.server.put("/away.jws", { body: await shop.merchant.publish() });
  await there.page.fill("#name", "Ada");
  await there.page.click("#pay");
  assert.ok((await there.sent()).sealed);
});

test("a shopper whose button goes off is brought to the other ways", async () => {
  const there = await visit(FORM + FALLBACK);
  await there.page.focus("#pay");
  await fail(there, "csp-blocked");
  const focused = await there.run(() => document.activeElement.localName);
  assert.equal(focused, "waxseal-fallback");
});

test("one that is taken away gives the buttons back", async () => {
  const there = await failed(FORM + FALLBACK);
  await there.run(() => document.querySelector("waxseal-fallback").remove());
  assert.equal(await isOff(there, "#pay"), false);
});

test("one that is defined only after its form failed learns of it with the next submit", async () => {
  const there = await failed(FORM + FALLBACK, { head: "" });
  await there.run(async () => (await import("/waxseal/elements.js")).defineElements());
  await there.page.click("#pay");
  assert.equal(await there.page.locator("#own").isVisible(), true);
  assert.equal(await isOff(there, "#pay"), true);
});

test("auto.js defines the elements before it protects the first form", async () => {
  const body = `<form action="%action%" method="post" data-waxseal="/manifest/none.jws"
      data-waxseal-pin="urn:ietf:params:oauth:jwk-thumbprint:sha-256:x">
      <input autocomplete="name" data-waxseal-field><button id="pay">Pay</button></form>
    ${FALLBACK}<waxseal-badge></waxseal-badge>`;
  const head = '<script type="module" src="/waxseal/auto.js"></script>';
  const there = await visit(body, { head, unprotected: true, script: "" });
  await there.page.locator("#own").waitFor({ state: "visible" });
  assert.equal(await isOff(there, "#pay"), true);
  const badge = await there.page.locator("waxseal-badge [part~=status]").innerText();
  assert.equal(badge, "This form cannot be sealed now");
});
