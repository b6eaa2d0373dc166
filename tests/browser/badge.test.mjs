// <waxseal-badge>: what a shopper is told of the key, from the verified manifest only.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { POLICY } from "./support/merchant.mjs";
import { closedAfterEach, DEFINE_ELEMENTS, FORM, gate, Shop } from "./support/shop.mjs";

const BADGE = "<waxseal-badge></waxseal-badge>";

let shop;

before(async () => {
  shop = await Shop.open();
});

after(() => shop?.close());

const opened = closedAfterEach();

async function visit(body, options) {
  return opened(await shop.visit(body, { head: DEFINE_ELEMENTS, ...options }));
}

/** What is rendered, hidden parts left out. */
function textOf(visit, selector = "waxseal-badge") {
  return visit.run((selector) => {
    const shown = document.querySelector(selector).shadowRoot?.firstElementChild;
    return shown?.innerText.replace(/\s+/g, " ").trim();
  }, selector);
}

async function open(visit) {
  await visit.page.locator("waxseal-badge summary").click();
  return textOf(visit);
}

test("before the manifest is verified it claims nothing", async () => {
  const { delay, open } = gate();
  const there = await visit(FORM + BADGE, { delay });
  assert.equal(await textOf(there), "Not verified yet");
  open();
  await there.page.waitForFunction(() => window.events.some(({ type }) => type === "ready"));
  assert.match(await textOf(there), /^Sealed for Acme Books/);
});

test("it says whose key it is, what is sealed, who reads it and how long it is kept", async () => {
  const { name, email, country, ...others } = POLICY.fields;
  const fields = {
    name: { ...name, keep: "90d" },
    email: { ...email, keep: "90d" },
    country,
    ...others,
    "cc-number": { ...others["cc-number"], keep: "7d", archive: "mask" },
    "cc-exp": { ...others["cc-exp"], keep: "0d" },
    "national-id": { ...others["national-id"], keep: "1d", archive: "keep" },
    "shipping-gate-code": { role: "payments", kind: "text", purpose: "Come in", keep: "90d" },
  };
  const there = await visit(FORM + BADGE, { manifest: { fields } });
  assert.equal(await textOf(there), `Sealed for Acme Books Test Key ${shortPin()}…`);
  const text = await open(there);
  for (const words of [
    "Read by “fulfilment” Name Email address Kept for 90 days; then deleted.",
    "Country Telephone number “note” Kept until the shop deletes it; it promises no period.",
    "Read by “payments”",
    "Card number Kept for 7 days; then only the last four digits.",
    "Expiry date of the card Kept until your order has been dealt with; then deleted.",
    "National identity number Kept for 1 day; then in the archive, with no promised end.",
    "“shipping-gate-code” Kept for 90 days; then deleted.",
    "Sent without a seal Country: sealed, and also without a seal",
    "cart csrf_token action shipping_method[*]",
  ]) assert.ok(text.includes(words), `${words} in ${text}`);
});

function shortPin() {
  return shop.merchant.pin.split(":").at(-1).slice(0, 8);
}

test("the fingerprint is the pin's, and is copied as one word", async () => {
  const there = await visit(FORM + BADGE);
  await open(there);
  const code = there.page.locator("waxseal-badge code[part=fingerprint]");
  assert.equal(await code.textContent(), shop.merchant.pin.split(":").at(-1));
  const copied = await code.evaluate((code) => {
    getSelection().selectAllChildren(code);
    return getSelection().toString();
  });
  assert.equal(copied, shop.merchant.pin.split(":").at(-1));
});

test("a policy that passes nothing says so", async () => {
  const fields = { name: POLICY.fields.name };
  const there = await visit(FORM + BADGE, { manifest: { fields, pass: [] } });
  assert.match(await open(there), /Sent without a seal Nothing\. What is not listed here is not sent\./);
});

test("only an address of the web becomes a link", async () => {
  const privacy = "https://shop.example/privacy";
  const linked = await visit(FORM + BADGE, { manifest: { privacy } });
  await open(linked);
  const link = linked.page.locator("waxseal-badge a");
  assert.deepEqual(
    await link.evaluate(({ href, target, rel }) => ({ href, target, rel })),
    { href: privacy, target: "_blank", rel: "noopener noreferrer" },
  );
  for (const privacy of ["javascript:alert(1)", "data:text/html,x", "/privacy", "nonsense"]) {
    const there = await visit(FORM + BADGE, { manifest: { privacy } });
    await open(there);
    assert.equal(await there.page.locator("waxseal-badge a").count(), 0, privacy);
  }
});

test("markup in a manifest stays text", async () => {
  const merchant = "<img src=x onerror=alert(1)>{role}";
  const there = await visit(FORM + BADGE, { manifest: { merchant, pass: ["<b>*"] } });
  const text = await open(there);
  assert.ok(text.includes(`Sealed for ${merchant}`) && text.includes("<b>*"), text);
  assert.equal(await there.page.locator("waxseal-badge :is(img, b)").count(), 0);
});

test("when the form cannot be sealed it says so, and claims nothing", async () => {
  const there = await visit(FORM + BADGE, { manifest: "nonsense", script: "ready.catch(() => {});" });
  await there.page.waitForFunction(() => window.events.length > 0);
  assert.equal(await textOf(there), "This form cannot be sealed now");
});

test("when a sealed form fails later it claims nothing until an order is sealed", async () => {
  const body = FORM.replace('method="post"', 'method="get"') + BADGE;
  const there = await visit(body);
  await there.page.fill("#name", "Ada");
  await there.page.click("#pay");
  assert.equal(await textOf(there), "This form cannot be sealed now");
  await there.run(() => form.setAttribute("method", "post"));
  await there.run(() => [...new FormData(form)]);
  assert.match(await textOf(there), /^Sealed for/);
});

test("when the manifest expires while the page is open, opening the badge shows no claim", async () => {
  const init = "const { now } = Date; Date.now = () => now() + (window.later ?? 0);";
  const there = await visit(FORM + BADGE, { init });
  await there.run(() => (window.later = 91 * 86_400_000 * 2));
  await open(there);
  await there.page.locator("waxseal-badge [part~=status]").waitFor();
  assert.equal(await textOf(there), "This form cannot be sealed now");
});

test("a warning beside a good manifest does not take the badge back", async () => {
  const there = await visit(FORM + BADGE);
  await there.run(() => {
    const detail = new WaxsealError("rolled-back", "an older manifest is served");
    form.dispatchEvent(new CustomEvent("waxseal:error", { detail, bubbles: true }));
  });
  assert.match(await textOf(there), /^Sealed for/);
});

test("one that is added later is told what its form said before", async () => {
  const there = await visit(FORM);
  await there.run(() => document.body.append(document.createElement("waxseal-badge")));
  assert.match(await textOf(there), /^Sealed for/);
});

test("with two protected forms it follows the one around it or the one it names, else none", async () => {
  const two = `
    <form id="sealed-one" data-waxseal method="post" action="%action%">
      <input id="name" autocomplete="name" data-waxseal-field>
      <waxseal-badge id="inside"></waxseal-badge>
    </form>
    <form data-waxseal id="other"><waxseal-badge id="elsewhere"></waxseal-badge></form>
    <waxseal-badge id="outside"></waxseal-badge>
    <waxseal-badge id="named" for="sealed-one"></waxseal-badge>`;
  const there = await visit(two);
  for (const id of ["inside", "named"]) assert.match(await textOf(there, `#${id}`), /^Sealed for/, id);
  for (const id of ["elsewhere", "outside"]) {
    assert.equal(await textOf(there, `#${id}`), "Not verified yet", id);
  }
  await there.run(() => document.querySelector("#outside").setAttribute("for", "sealed-one"));
  assert.match(await textOf(there, "#outside"), /^Sealed for/);
});

test("a sealer can be given as a property, before the element is defined too", async () => {
  const script = `
    const badge = document.querySelector("waxseal-badge");
    badge.sealer = await Sealer.load({ manifest, pin });
    const { defineElements } = await import("/waxseal/elements.js");
    defineElements();
    defineElements();`;
  const there = await visit(BADGE, { unprotected: true, script, head: "" });
  assert.deepEqual(there.faults, []);
  assert.match(await textOf(there), /^Sealed for/);
});

test("what a server rendered inside it is shown until it is defined", async () => {
  const body = `${FORM}<waxseal-badge><p id="own">Loading</p></waxseal-badge>`;
  const there = await visit(body, { head: "" });
  assert.equal(await there.page.locator("#own").isVisible(), true);
  await there.run(async () => (await import("/waxseal/elements.js")).defineElements());
  assert.equal(await there.page.locator("#own").isVisible(), false);
});

test("its words can be another's, by property or by attribute", async () => {
  const labels = {
    title: "Versiegelt für {merchant}",
    role: "Das liest „{role}“",
    keep: "{period} aufbewahrt",
    fields: { name: "Name und Vorname" },
  };
  const fields = { name: { ...POLICY.fields.name, keep: "90d" } };
  const attribute = JSON.stringify(labels).replaceAll('"', "&quot;");
  const body = `<div lang="de">${FORM}<waxseal-badge labels="${attribute}"></waxseal-badge></div>`;
  const there = await visit(body, { manifest: { fields } });
  assert.match(await open(there), /^Versiegelt für Acme Books.*Das liest „fulfilment“ Name und Vorname 90 Tage auf/);
  await there.run(() => (document.querySelector("waxseal-badge").labels = { title: "{merchant}!" }));
  assert.match(await textOf(there), /^Acme Books! .*Read by “fulfilment”/);
});

test("a screen reader hears a disclosure, and the keyboard opens it", async () => {
  const there = await visit(FORM + BADGE, { manifest: { env: "test", fields: { name: POLICY.fields.name } } });
  const badge = there.page.locator("waxseal-badge");
  const summary = async () => {
    const { nodes } = await tree.send("Accessibility.getFullAXTree");
    const { name, properties } = nodes.find(({ role }) => role?.value === "DisclosureTriangle");
    const expanded = properties.find((property) => property.name === "expanded");
    return [name.value, expanded.value.value];
  };
  const tree = await there.context.newCDPSession(there.page);
  const name = `Sealed for Acme Books Test Key ${shortPin()}…`;
  assert.deepEqual(await summary(), [name, false]);
  await badge.locator("summary").focus();
  await there.page.keyboard.press("Enter");
  assert.deepEqual(await summary(), [name, true]);
  const opened = await badge.ariaSnapshot();
  for (const line of ["term: Read by “fulfilment”", "listitem: Name", "term: Sent without a seal"]) {
    assert.ok(opened.includes(line), opened);
  }
});

test("a page can style its parts, and select its state", async () => {
  const style = `<style>
    waxseal-badge { --waxseal-line: rgb(1, 2, 3); }
    waxseal-badge::part(title) { color: rgb(4, 5, 6); }
    waxseal-badge:state(verified) { outline-color: rgb(7, 8, 9); }
  </style>`;
  const there = await visit(FORM + BADGE, { head: DEFINE_ELEMENTS + style });
  const colours = await there.run(() => {
    const badge = document.querySelector("waxseal-badge");
    const { shadowRoot } = badge;
    return [
      getComputedStyle(shadowRoot.querySelector("details")).borderTopColor,
      getComputedStyle(shadowRoot.querySelector("[part=title]")).color,
      getComputedStyle(badge).outlineColor,
    ];
  });
  assert.deepEqual(colours, ["rgb(1, 2, 3)", "rgb(4, 5, 6)", "rgb(7, 8, 9)"]);
});

test("a server can import the elements, where defining them does nothing", async () => {
  const { defineElements, WaxsealBadge, WaxsealFallback } = await import("../../pkg/dist/elements.js");
  defineElements();
  assert.deepEqual([typeof WaxsealBadge, typeof WaxsealFallback], ["function", "function"]);
});
