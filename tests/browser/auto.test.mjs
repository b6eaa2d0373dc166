import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertNotLeaked, Shop, visit } from "./support/shop.mjs";

const NAME = "Ada Lovelace";
const HEAD = '<script type="module" src="/waxseal/auto.js"></script>';

let shop, served = 0;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

/** A form in markup alone. */
async function markup({ attributes = "", manifest, inputs = "" } = {}, at = shop) {
  const path = `/auto/${++served}.jws`;
  at.server.put(path, { body: await at.merchant.publish(manifest) });
  return `<form action="%action%" method="post" data-waxseal="${path}"
    data-waxseal-pin="${at.merchant.pin}" ${attributes}>
    <input class="name" autocomplete="name" data-waxseal-field name="fullname">
    <input type="hidden" name="cart" value="3 books">${inputs}
    <button class="pay">Pay</button></form>`;
}

const open = (t, body, at = shop) => visit(t, at, body, { unprotected: true, head: HEAD });

test("a form with data-waxseal is protected without a line of script", async (t) => {
  const shopper = await open(t, await markup());
  await shopper.page.click(".pay");
  await shopper.nothingSent();
  await shopper.page.fill(".name", NAME);
  await shopper.page.click(".pay");
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual([others, await shopper.fields(sealed)], [{ cart: "3 books" }, { name: NAME }]);
  assertNotLeaked(shopper, [NAME]);
});

test("a form that is added later is protected", async (t) => {
  const shopper = await open(t, "");
  const html = (await markup()).replace("%action%", shopper.action);
  await shopper.run((html) => void (document.body.innerHTML = html), html);
  await shopper.page.fill(".name", NAME);
  await shopper.page.click(".pay");
  assert.deepEqual(await shopper.fields((await shopper.sent()).sealed), { name: NAME });
});

test("a form that is replaced is protected again", async (t) => {
  const shopper = await open(t, await markup());
  await shopper.page.waitForFunction(() => window.events.length > 0);
  await shopper.run(() => {
    const form = document.querySelector("form");
    form.replaceWith(form.cloneNode(true));
  });
  await shopper.page.fill(".name", NAME);
  await shopper.page.click(".pay");
  assert.deepEqual(await shopper.fields((await shopper.sent()).sealed), { name: NAME });
});

test("a form that gets its attribute later is protected", async (t) => {
  const html = await markup();
  const [, manifest] = /data-waxseal="([^"]+)"/.exec(html);
  const shopper = await open(t, html.replace(`data-waxseal="${manifest}"`, ""));
  await shopper.run((url) => document.querySelector("form").setAttribute("data-waxseal", url), manifest);
  await shopper.page.fill(".name", NAME);
  await shopper.page.click(".pay");
  assert.deepEqual(Object.keys(await shopper.sent()), ["cart", "sealed"]);
});

test("a form that is removed stays protected", async (t) => {
  const shopper = await open(t, await markup());
  await shopper.page.fill(".name", NAME);
  await shopper.page.waitForFunction(() => window.events.length > 0);
  const names = await shopper.run(async () => {
    const form = document.querySelector("form");
    form.remove();
    await new Promise((resolve) => setTimeout(resolve));
    return [...new FormData(form).keys()];
  });
  assert.deepEqual(names, ["cart", "sealed"]);
});

test("ref, group, form, the entry's name and messages are attributes", async (t) => {
  const grouped = await Shop.open({ groups: ["eu"] });
  t.after(() => grouped.close());
  const attributes = `data-waxseal-ref="A-1001" data-waxseal-group="eu" data-waxseal-form="address"
    data-waxseal-into="order" data-waxseal-messages='{"missing-field":"Fehlt"}'`;
  const manifest = { forms: { address: { fields: ["name"] } } };
  const shopper = await open(t, await markup({ attributes, manifest }, grouped), grouped);
  await shopper.page.waitForFunction(() => window.events.length > 0);
  await shopper.page.click(".pay");
  await shopper.page.waitForFunction(() => document.querySelector(".name").validationMessage === "Fehlt");
  await shopper.page.fill(".name", NAME);
  await shopper.page.click(".pay");
  const { header } = await grouped.merchant.open((await shopper.sent()).order);
  assert.deepEqual([header.ref, header.grp, header.form], ["A-1001", "eu", "address"]);
});

test("a ref that changes later is the one that counts", async (t) => {
  const shopper = await open(t, await markup({ attributes: 'data-waxseal-ref="A-1"' }));
  await shopper.page.fill(".name", NAME);
  await shopper.run(() => document.querySelector("form").setAttribute("data-waxseal-ref", "A-2"));
  await shopper.page.click(".pay");
  const { header } = await shop.merchant.open((await shopper.sent()).sealed);
  assert.equal(header.ref, "A-2");
});

test("data-waxseal-min-version and data-waxseal-allow-get count", async (t) => {
  const refused = await open(t, await markup({
    attributes: 'data-waxseal-min-version="20"',
    manifest: { version: 10 },
  }));
  await refused.page.waitForSelector("[role=alert]");
  assert.equal((await refused.events("error"))[0].code, "rolled-back");
  const html = (await markup({ attributes: "data-waxseal-allow-get" })).replace("post", "get");
  const allowed = await open(t, html);
  await allowed.page.fill(".name", NAME);
  await allowed.page.click(".pay");
  assert.deepEqual(Object.keys(await allowed.sent()), ["cart", "sealed"]);
});

test("two forms of one manifest fetch it once", async (t) => {
  const html = await markup();
  const shopper = await open(t, html + html);
  await shopper.page.waitForFunction(() => window.events.length === 2);
  const [, manifest] = /data-waxseal="([^"]+)"/.exec(html);
  const fetched = shop.server.requests.filter(({ url }) => url === manifest);
  assert.equal(fetched.length, 1);
});

test("words that are not JSON leave the form protected", async (t) => {
  const shopper = await open(t, await markup({ attributes: 'data-waxseal-messages="{"' }));
  await shopper.page.waitForFunction(() => window.events.length > 0);
  await shopper.page.click(".pay");
  await shopper.nothingSent();
  await shopper.page.fill(".name", NAME);
  await shopper.page.click(".pay");
  assert.deepEqual(Object.keys(await shopper.sent()), ["cart", "sealed"]);
});

test("a minimum that is not a version blocks the form", async (t) => {
  const attributes = 'data-waxseal-min-version="latest"';
  const shopper = await open(t, await markup({ attributes }));
  await shopper.page.waitForSelector("[role=alert]");
  assert.equal((await shopper.events("error"))[0].code, "policy");
});

test("a form without a pin is blocked", async (t) => {
  const html = (await markup()).replace(/data-waxseal-pin="[^"]+"/, "");
  const shopper = await open(t, html);
  await shopper.page.fill(".name", NAME);
  await shopper.page.waitForSelector("[role=alert]");
  await shopper.page.click(".pay");
  await shopper.nothingSent();
});

test("a form that a script protects already leaves no rejection behind", async (t) => {
  const form = '<form data-waxseal="/garbage.jws" data-waxseal-pin="none"></form>';
  shop.server.put("/garbage.jws", { body: "garbage" });
  const script = `await ready.catch(() => {}); await import("/waxseal/auto.js");
    await new Promise((resolve) => setTimeout(resolve, 200));`;
  await visit(t, shop, form, { script });
});

const CLOBBERED = {
  "an image before the form": (html) => `<img name="querySelectorAll">${html}`,
  "a frame before the form": (html) => `<iframe name="querySelectorAll"></iframe>${html}`,
  "another form": (html) => `<form name="querySelectorAll"></form>${html}`,
  "images of every name that is asked of the document": (html) =>
    `<img name="createElement"><img name="documentElement"><img name="addEventListener">${html}`,
  "an image in a form before it": (html) =>
    `<form data-waxseal="/none.jws"><img name="getAttribute"><img name="hasAttribute"></form>${html}`,
};
for (const name of ["getAttribute", "hasAttribute", "addEventListener", "append", "elements", "querySelectorAll"]) {
  CLOBBERED[`an image in the form named ${name}`] = (html) => html.replace("<button", `<img name="${name}"><button`);
}
for (const [what, change] of Object.entries(CLOBBERED)) {
  test(`a form stays protected, whatever method of the page's hides behind ${what}`, async (t) => {
    const shopper = await open(t, change(await markup({ inputs: '<input name="colour" value="red">' })));
    // Playwright asks the form what it can no longer say.
    await shopper.run((name) => {
      const find = Document.prototype.querySelector.bind(document);
      find(".name").value = name;
      find(".pay").click();
    }, NAME);
    const { sealed, ...others } = await shopper.sent();
    assert.deepEqual([others, await shopper.fields(sealed)], [{ cart: "3 books" }, { name: NAME }]);
    assertNotLeaked(shopper, [NAME]);
  });
}

test("a form that cannot be protected is blocked, and those after it are protected", async (t) => {
  const radio = '<input type="radio" name="cart" value="gift" checked data-waxseal-field="note">';
  const define = `<script>customElements.define("x-broken", class extends HTMLElement {
    static formAssociated = true;
    hasAttribute() { throw new TypeError("broken"); }
  });</script>`;
  const inputs = `${radio}<x-broken></x-broken>`;
  const body = define + (await markup({ inputs })) + (await markup());
  // Not `visit`: what went wrong reaches the window, as it would without us.
  const shopper = await shop.visit(body, { unprotected: true, head: HEAD });
  t.after(() => shopper.close());
  const [name, other] = await shopper.page.$$(".name");
  const [pay, otherPay] = await shopper.page.$$(".pay");
  await name.fill(NAME);
  assert.equal((await shopper.events("error"))[0].code, "unsupported");
  await pay.click();
  await shopper.nothingSent();
  const gathered = await shopper.run(() => [...new FormData(document.querySelector("form"))]);
  assert.deepEqual(gathered, []);
  assert.match(shopper.faults.join(), /broken/);
  await other.fill(NAME);
  await otherPay.click();
  assert.deepEqual(await shopper.fields((await shopper.sent()).sealed), { name: NAME });
  assertNotLeaked(shopper, [NAME]);
});
