// Values and names that trip code up: sealed as they are, or refused with a code.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertNotLeaked, Shop, visit } from "./support/shop.mjs";

const KINDS = ["text", "name", "email", "tel", "postal-code", "card", "expiry", "national-id"];
const fields = Object.fromEntries(
  KINDS.map((kind) => [`a-${kind}`, { role: "fulfilment", kind, purpose: "Whatever" }]),
);
const FORM = `<form action="%action%" method="post">
  <textarea id="x" data-waxseal-field="a-text"></textarea><button id="pay">Pay</button></form>`;

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

const SEALED = {
  emoji: "👩‍👩‍👧‍👦 🇳🇴 👍🏽 \u{1FAE8}",
  "right-to-left text": "שלום עולם، مرحبا \u202Bbidi\u202C \u200F",
  "combining marks, kept as they were typed": "e\u0301 Å ﬁ",
  "text of many scripts": "北京市 ความ हिन्दी ქართული",
  "what looks like markup or an entry": "</textarea><script>&sealed=1\"'`${x}~.,;",
};

for (const [what, value] of Object.entries(SEALED)) {
  test(`${what}: sealed as it is`, async (t) => {
    const shopper = await visit(t, shop, FORM, { manifest: { fields } });
    await shopper.run((value) => void (document.querySelector("#x").value = value), value);
    await shopper.page.click("#pay");
    const { sealed, ...others } = await shopper.sent();
    assert.deepEqual(others, {});
    assert.deepEqual(await shopper.fields(sealed), { "a-text": value });
    assertNotLeaked(shopper, [value]);
  });
}

const REFUSED = {
  NUL: '"canary \\0 canary"',
  "an escape sequence": '"canary \\x1b[31m"',
  "a lone high surrogate": '"canary \\ud800"',
  "a lone low surrogate": '"\\udc00 canary"',
  "surrogates in the wrong order": '"canary \\udc00\\ud800"',
  "a text of 1 MB": '"canary ".repeat(150_000)',
  "a text that is a byte too long": '"é".repeat(4096) + "x"',
};

for (const [what, value] of Object.entries(REFUSED)) {
  test(`${what}: refused, pointed at, and not sent`, async (t) => {
    const shopper = await visit(t, shop, FORM, { manifest: { fields } });
    // In the page: what is not well-formed does not survive the way there.
    const took = await shopper.took(async () => {
      await shopper.run((value) => void (document.querySelector("#x").value = eval(value)), value);
      await shopper.page.click("#pay");
      await shopper.nothingSent();
    });
    assert.ok(took < 2_000, `${took} ms`);
    const [{ field, code, id }] = await shopper.events("invalid");
    assert.deepEqual([field, code, id], ["a-text", "invalid-field", "x"]);
    assert.deepEqual(await shopper.entries(), []);
    const told = JSON.stringify([await shopper.run(() => events), shopper.console]);
    assert.ok(!told.includes("canary"), "and not told");
    assertNotLeaked(shopper, ["canary"]);
  });
}

test("a text of as many bytes as a text may have is sealed", async (t) => {
  const shopper = await visit(t, shop, FORM, { manifest: { fields } });
  await shopper.page.fill("#x", "é".repeat(4096));
  await shopper.page.click("#pay");
  assert.deepEqual(await shopper.fields((await shopper.sent()).sealed), { "a-text": "é".repeat(4096) });
});

test("no kind takes long over a megabyte of anything", async (t) => {
  const script = "window.sealer = await Sealer.load({ manifest, pin });";
  const shopper = await visit(t, shop, FORM, { unprotected: true, script, manifest: { fields } });
  const seal = ({ kind, unit }) => {
    const value = `x${unit.repeat((1 << 20) / unit.length)}x@y.example`;
    try {
      sealer.seal({ [`a-${kind}`]: value });
      return "sealed";
    } catch ({ code }) {
      return code;
    }
  };
  const units = ["a", " ", "1", "-", "@", ".", "a@", "a.", "\u200B", "\u0301", "Ａ", "😀", "\r", "a "];
  for (const what of KINDS.flatMap((kind) => units.map((unit) => ({ kind, unit })))) {
    let outcome;
    const took = await shopper.took(async () => (outcome = await shopper.run(seal, what)));
    assert.match(outcome, /^(sealed|invalid-field)$/, JSON.stringify(what));
    assert.ok(took < 2_000, `${JSON.stringify(what)}: ${took} ms`);
  }
});

const MACHINERY = ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "valueOf"];

test("fields named like an object's own machinery are fields like others", async (t) => {
  const manifest = { fields: Object.fromEntries(MACHINERY.map((name) => [name, fields["a-text"]])) };
  const inputs = MACHINERY.map((name) => `<input data-waxseal-field="${name}" value="canary ${name}">`);
  const shopper = await visit(t, shop, FORM.replace(/<textarea.*<\/textarea>/, inputs.join("")), { manifest });
  const expected = MACHINERY.map((name) => [name, `canary ${name}`]);
  await shopper.page.click("#pay");
  const { parts } = await shop.merchant.open((await shopper.sent()).sealed);
  assert.deepEqual(Object.entries(parts[0].fields), expected);
  assertNotLeaked(shopper, ["canary"]);
});

test("seal takes them too, and where the policy has none they are unknown", async (t) => {
  const manifest = { fields: Object.fromEntries(MACHINERY.map((name) => [name, fields["a-text"]])) };
  const script = "window.sealer = await Sealer.load({ manifest, pin });";
  const seal = (names) => names.map((name) => {
    try {
      return sealer.seal(JSON.parse(`{ "${name}": "canary" }`));
    } catch ({ code, field }) {
      return [code, field];
    }
  });
  const knows = await visit(t, shop, FORM, { unprotected: true, script, manifest });
  for (const [index, line] of (await knows.run(seal, MACHINERY)).entries()) {
    const { parts } = await shop.merchant.open(line);
    assert.deepEqual(Object.entries(parts[0].fields), [[MACHINERY[index], "canary"]]);
  }
  const knowsNot = await visit(t, shop, FORM, { unprotected: true, script, manifest: { fields } });
  const refused = MACHINERY.map((name) => ["unknown-field", name]);
  assert.deepEqual(await knowsNot.run(seal, MACHINERY), refused);
});
