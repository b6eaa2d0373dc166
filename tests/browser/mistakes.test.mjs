// What a page's developer gets wrong: the console says the code and what to mend, and no value.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { FORM, Shop, visit } from "./support/shop.mjs";

const NAME = "Ada Lovelace";

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

/** What the console says of a page's mistake, once its form was submitted. */
async function told(t, { form = FORM, ...options }) {
  const shopper = await visit(t, shop, form, options);
  if (form.includes('id="name"')) await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  const console = shopper.console.join("\n");
  assert.ok(!console.includes(NAME));
  return console;
}

const load = (pin) => `protect(form, Sealer.load({ manifest, pin: ${pin} }));
  await new Promise((resolve) => form.addEventListener("waxseal:error", resolve));`;
const withPin = (pin) => ({ unprotected: true, script: load(pin) });
const marked = (input) => ({ form: FORM.replace("<button", `${input}<button`) });

const MISTAKES = {
  "a pin that was cut": [withPin("pin.slice(0, -1)"), /waxseal: malformed: .*a pin is not a thumbprint URI: urn:ietf/],
  "a pin that is undefined": [withPin("undefined"), /waxseal: untrusted: .*the page gives no pin/],
  "a pin that is empty": [withPin('""'), /waxseal: untrusted: .*the page gives no pin/],
  "another merchant's pin": [
    withPin('pin.slice(0, -43) + "A".repeat(43)'),
    /waxseal: untrusted: .*not signed by an identity that the page pins/,
  ],
  "a page whose origin the manifest does not name": [
    { ...withPin("pin"), manifest: { origins: ["https://shop.example"] } },
    /waxseal: wrong-origin: .*the manifest is not for http:\/\/127\.0\.0\.1:/,
  ],
  "an input that the policy does not have": [
    marked('<input data-waxseal-field="nmae">'),
    /waxseal: unknown-field: .*nmae: the policy has no such field here/,
  ],
  "a mark without a value in JSX": [
    marked('<input autocomplete="tel" data-waxseal-field="true">'),
    /waxseal: unknown-field: .*true: in JSX: data-waxseal-field=""/,
  ],
  "an input that names no field": [marked("<input data-waxseal-field>"), /waxseal: policy: .*an input names no field/],
  "two inputs of one field": [
    marked('<input data-waxseal-field="name">'),
    /waxseal: policy: .*name: has several inputs/,
  ],
  "a required field without an input": [
    { form: FORM.replace(/<input id="name"[^>]*>/, "") },
    /waxseal: missing-field: .*name: is required/,
  ],
};

for (const [mistake, [options, message]] of Object.entries(MISTAKES)) {
  test(`${mistake} is told in the console, with its code`, async (t) => {
    assert.match(await told(t, options), message);
  });
}

const UNSEALABLE = {
  "an input that the policy does not have": [marked('<input data-waxseal-field="nmae">'), "nmae (unknown-field)"],
  "two inputs of one field": [marked('<input data-waxseal-field="name">'), "name (policy)"],
  "a required field without an input": [{ form: FORM.replace(/<input id="name"[^>]*>/, "") }, "name (missing-field)"],
};

for (const [mistake, [{ form }, what]] of Object.entries(UNSEALABLE)) {
  test(`${mistake} is told as soon as the manifest is there, if it is a test one`, async (t) => {
    const warning = `waxseal: cannot be sealed: ${what}`;
    const { console } = await visit(t, shop, form);
    assert.ok(console.includes(warning), console.join("\n"));
  });
}

test("a form that can be sealed once it is filled in has no mistake", async (t) => {
  const shopper = await visit(t, shop, FORM.replace('name="fullname"', ""));
  assert.deepEqual(shopper.console, []);
});

test("what was not sent is told with the two reasons that there are", async (t) => {
  const unmarked = '<input name="tel" value="555"><input name="colour" value="red">';
  const shopper = await visit(t, shop, FORM.replace('name="fullname"', "").replace("<button", `${unmarked}<button`));
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  assert.deepEqual(Object.keys(await shopper.sent()).sort(), ["action", "cart", "sealed"]);
  assert.deepEqual(shopper.console, ["waxseal: not sent, for neither marked nor passed: tel, colour"]);
});

test("what the shopper has to mend is not told in the console", async (t) => {
  const shopper = await visit(t, shop, FORM);
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.equal((await shopper.events("invalid"))[0].code, "missing-field");
  assert.doesNotMatch(shopper.console.join("\n"), /missing-field/);
});

test("protecting a form that is not there is refused in words", async (t) => {
  const script = 'protect(document.querySelector("#nowhere"), Sealer.load({ manifest, pin }));';
  const shopper = await visit(t, shop, FORM, { unprotected: true, script });
  assert.deepEqual(await shopper.run(() => window.failure), {
    code: "policy",
    message: "there is no form to protect",
  });
});
