// The built module, held to the vectors that the library answers natively.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { Sealer } from "../../pkg/dist/index.js";
import { Merchant } from "./support/merchant.mjs";

const read = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url)));
const { accepted, refused } = read("field.json");
const kinds = [...new Set([...accepted, ...refused].map(({ kind }) => kind))];
const fields = Object.fromEntries(
  kinds.map((kind) => [kind, { role: "fulfilment", kind, purpose: "Try it" }]),
);
const origin = "http://localhost:3000";

let merchant;
before(async () => (merchant = await Merchant.create()));

const load = async (changes) =>
  Sealer.load({ manifest: await merchant.publish(changes), pin: merchant.pin, origin });

test("values that are accepted have the canonical form of the vectors", async () => {
  const sealer = await load({ fields });
  const sealed = async (kind, value) => {
    try {
      return (await merchant.open(sealer.seal({ [kind]: value }))).fields[kind];
    } catch ({ code }) {
      return code === "missing-field" ? "" : code;
    }
  };
  for (const { kind, value, canonical } of accepted) {
    assert.equal(await sealed(kind, value), canonical, `${kind} ${JSON.stringify(value)}`);
    assert.equal(await sealed(kind, canonical), canonical, "a canonical form is its own");
  }
});

test("values that the vectors refuse are refused, and not quoted", async () => {
  const sealer = await load({ fields });
  for (const { kind, value } of refused) {
    const check = (error) => error.code === "invalid-field" && error.message.length < 60;
    assert.throws(() => sealer.seal({ [kind]: value }), check, `${kind} ${JSON.stringify(value)}`);
  }
});

const manifests = read("manifests.json");
const options = ({ jws, pins, origin, minVersion, now }) => ({
  // As a server would give it: not every refusal looks like a JWS.
  manifest: `data:text/plain,${encodeURIComponent(jws)}`,
  pin: pins,
  origin,
  minVersion,
  now: () => now * 1000,
});

for (const vector of manifests.accepted) {
  test(`a manifest of the vectors is accepted: ${vector.what}`, async () => {
    const sealer = await Sealer.load(options(vector));
    assert.ok(sealer.manifest.version > 0);
  });
}

for (const vector of manifests.refused) {
  test(`a manifest of the vectors is refused: ${vector.what}`, async () => {
    await assert.rejects(Sealer.load(options(vector)), { code: vector.code });
  });
}

test("patterns pass what they name, and nothing across brackets", async () => {
  const sealer = await load({ pass: ["cart", "shipping_method[*]", "wc-*-token", "$ACTION_*", "a.b"] });
  const passed = ["cart", "shipping_method[0]", "shipping_method[]", "wc--token", "$ACTION_1:0", "a.b"];
  const others = ["Cart", "cart2", "shipping_method[0][x]", "wc-token", "wc-[x]-token", "axb", "", "a.b\n"];
  for (const entry of passed) assert.equal(sealer.passes(entry), true, entry);
  for (const entry of others) assert.equal(sealer.passes(entry), false, entry);
});

/** Changes to a good manifest, and the code that each comes to. */
const CONTRADICTIONS = {
  "a member is missing": [(manifest) => delete manifest.pass, "malformed"],
  "a member is of another type": [(manifest) => (manifest.version = "1"), "malformed"],
  "a number is not whole": [(manifest) => (manifest.iat += 0.5), "malformed"],
  "a field lacks its role": [(manifest) => delete manifest.fields.name.role, "malformed"],
  "a kind is unknown": [(manifest) => (manifest.fields.name.kind = "blood-type"), "unsupported"],
  "an environment is unknown": [(manifest) => (manifest.env = "staging"), "unsupported"],
  "a role has no key but one of another algorithm": [({ keys }) => (keys[0].alg = "RSA-OAEP"), "policy"],
  "a role has no key but one of another type": [({ keys }) => (keys[0].kty = "AKP"), "policy"],
  "a kid is not the key's thumbprint": [
    ({ keys }) => (keys[0].kid = keys[1].kid),
    "policy",
  ],
  "one key stands there twice": [({ keys }) => keys.push(keys[0]), "policy"],
  "a key is also revoked": [({ keys, revoked }) => revoked.push(keys[0].kid), "policy"],
  "a role that a field needs has no key": [({ keys }) => keys.pop(), "policy"],
  "a role's key has ended": [({ keys, iat }) => (keys[0].exp = iat - 200_000), "policy"],
};

for (const [name, [change, code]] of Object.entries(CONTRADICTIONS)) {
  test(`a manifest is refused if ${name}`, async () => {
    const { payload } = await merchant.payloadOf(await merchant.publish());
    change(payload);
    const manifest = await merchant.sign(payload);
    await assert.rejects(Sealer.load({ manifest, pin: merchant.pin, origin }), { code });
  });
}

test("a key of low order is refused", async () => {
  const { payload } = await merchant.payloadOf(await merchant.publish());
  const lowOrder = await merchant.describe({ kty: "OKP", crv: "X25519", x: `AQ${"A".repeat(41)}` });
  Object.assign(payload.keys[0], lowOrder);
  const manifest = await merchant.sign(payload);
  await assert.rejects(Sealer.load({ manifest, pin: merchant.pin, origin }), { code: "policy" });
});

test("a manifest of which one character is another is refused", async () => {
  const manifest = await merchant.publish();
  for (let at = 0; at < manifest.length; at += 37) {
    const other = manifest[at] === "A" ? "B" : "A";
    const changed = manifest.slice(0, at) + other + manifest.slice(at + 1);
    await assert.rejects(Sealer.load({ manifest: changed, pin: merchant.pin, origin }), (error) =>
      ["untrusted", "malformed", "unsupported", "io"].includes(error.code),
    );
  }
});

test("of several valid keys the latest is used, and it is padded to 256 bytes", async () => {
  const { payload } = await merchant.payloadOf(await merchant.publish());
  const newer = await Merchant.create();
  const { payload: others } = await newer.payloadOf(await newer.publish());
  const key = { ...others.keys[0], nbf: payload.keys[0].nbf + 60 };
  payload.keys.unshift(key);
  const sealer = await Sealer.load({ manifest: await merchant.sign(payload), pin: merchant.pin, origin });
  const line = sealer.seal({ name: "Ada" });
  assert.equal((await newer.open(line)).header.kid, key.kid);
  const ciphertext = Buffer.from(line.split(".")[3], "base64url");
  assert.equal(ciphertext.length % 256, 0);
});

const attributes = (explicit, autocomplete) => ({
  getAttribute: (name) => ({ autocomplete, "data-waxseal-field": explicit })[name] ?? null,
});
const policyOf = (names) =>
  Object.fromEntries(names.map((name) => [name, { role: "fulfilment", kind: "text", purpose: "Try it" }]));

for (const { what, explicit, autocomplete, policy, field } of read("autofill.json").places) {
  test(`an input is the field that its attributes say: ${what}`, async () => {
    const sealer = await load({ fields: policyOf(policy) });
    assert.equal(sealer.fieldOf(attributes(explicit, autocomplete)), field);
  });
}

test("an input for a part is one of the whole field, and any other token is its own", async () => {
  const { parts } = read("autofill.json");
  const names = read("../../src/field/names.json");
  const sealer = await load({ fields: policyOf(Object.keys(parts)) });
  for (const token of Object.keys(names)) {
    const whole = Object.keys(parts).find((field) => parts[field].includes(token));
    assert.equal(sealer.fieldOf(attributes("", token)), whole ?? token);
  }
});
