// The test vault: a merchant in memory, held to the same rules as the desk.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compactDecrypt, importJWK } from "jose";
import { Sealer } from "../../pkg/dist/index.js";
import { createTestVault, watchForLeaks, WaxsealError } from "../../pkg/dist/testing.js";
import { start } from "./support/module.mjs";
import { launchChromium } from "./support/chromium.mjs";
import { Desk } from "./support/desk.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const origin = "http://localhost:3000";
const vectors = JSON.parse(readFileSync(new URL("../vectors/orders.json", import.meta.url)));
const { kinds } = JSON.parse(readFileSync(new URL("../vectors/autofill.json", import.meta.url)));

const SHOP = {
  fields: { name: { required: true }, email: {}, "cc-number": { role: "payments", keep: "7d", archive: "mask" } },
  pass: ["cart"],
};
const ORDER = { name: "Ada Lovelace", email: "ada@shop.example", "cc-number": "4242424242424242" };

const sealerOf = (vault) => Sealer.load({ manifest: vault.manifest, pin: vault.pin, origin });
const payloadOf = (jws) => JSON.parse(Buffer.from(jws.split(".")[1], "base64url"));
const headerOf = (text) => JSON.parse(Buffer.from(text.split(".")[0], "base64url"));
const refusal = (action) => {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof WaxsealError, String(error));
    return error.code;
  }
  return undefined;
};

test("what the page seals for a test vault, the vault opens", async () => {
  const vault = createTestVault(SHOP);
  const sealer = await sealerOf(vault);
  const opened = vault.open(sealer.seal(ORDER, { ref: "A-1001" }));
  assert.deepEqual(opened.fields, ORDER);
  assert.equal(opened.header.ref, "A-1001");
  assert.equal(opened.header.origin, origin);
  assert.deepEqual(
    opened.parts.map(({ role, fields }) => [role, fields]),
    [["fulfilment", ["name", "email"]], ["payments", ["cc-number"]]],
  );
  assert.equal(sealer.passes("cart"), true);
});

test("names alone make a policy, with the kinds that the desk gives them", async () => {
  const vault = createTestVault({ fields: Object.keys(kinds) });
  const { fields } = (await sealerOf(vault)).manifest;
  assert.deepEqual(Object.fromEntries(Object.entries(fields).map(([name, { kind }]) => [name, kind])), kinds);
});

test("groups and forms are sealed and opened", async () => {
  const forms = { address: ["name"], payment: ["cc-number"] };
  const fields = { name: {}, "cc-number": { role: "payments" } };
  const vault = createTestVault({ fields, forms, groups: ["eu", "us"] });
  const sealer = await sealerOf(vault);
  const { header, fields: opened } = vault.open(sealer.seal({ name: "Ada" }, { form: "address", group: "us" }));
  assert.deepEqual([header.grp, header.form, opened], ["us", "address", { name: "Ada" }]);
});

test("its time is the one given, and a manifest ends", async () => {
  const now = () => Date.UTC(2024, 0, 1);
  const vault = createTestVault({ ...SHOP, days: 2, now });
  const { iat, exp } = payloadOf(vault.manifest);
  assert.deepEqual([iat, exp - iat], [now() / 1000, 2 * 86_400]);
  await assert.rejects(sealerOf(vault), { code: "expired" });
});

test("its manifest has the members of one that the desk published, in their order", async (t) => {
  const desk = await Desk.open();
  t.after(() => desk.close());
  const published = readFileSync(desk.path("vault/waxseal.jws"), "utf8").trim();
  const privacy = "https://shop.example/privacy";
  const vault = createTestVault({ ...SHOP, privacy, fields: payloadOf(published).fields });
  assert.deepEqual(Object.keys(headerOf(vault.manifest)), Object.keys(headerOf(published)));
  const members = Object.keys(payloadOf(published));
  assert.deepEqual(Object.keys(payloadOf(vault.manifest)).filter((name) => name !== "privacy"), members.filter((name) => name !== "privacy"));
  assert.deepEqual(Object.keys(payloadOf(vault.manifest).keys[0]), Object.keys(payloadOf(published).keys[0]));
  assert.equal(JSON.stringify(payloadOf(vault.manifest).fields), JSON.stringify(payloadOf(published).fields));
});

test("the desk's own code verifies its manifest and opens what is sealed for it", async (t) => {
  const vault = createTestVault({ ...SHOP, groups: ["eu"] });
  const sealer = await sealerOf(vault);
  const lines = [sealer.seal(ORDER, { group: "eu", ref: "é" }), sealer.seal({ name: "Ada" }, { group: "eu" })];
  const folder = mkdtempSync(join(tmpdir(), "waxseal-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "vault.json");
  writeFileSync(file, JSON.stringify({ pin: vault.pin, keys: vault.keys, manifests: [vault.manifest] }));
  const program = ["run", "--quiet", "--example", "open_order", file];
  const output = execFileSync("cargo", program, { cwd: ROOT, input: `${lines.join("\n")}\n`, encoding: "utf8" });
  const opened = output.trimEnd().split("\n").map((line) => JSON.parse(line));
  for (const [index, line] of lines.entries()) {
    const { fields, header } = vault.open(line);
    assert.deepEqual(opened[index], { fields, header, unopened: [], checks: [] });
  }
});

test("its keys open an order with a stock JOSE library", async () => {
  const vault = createTestVault({ fields: ["name"] });
  const line = (await sealerOf(vault)).seal({ name: "Ada" });
  const { plaintext } = await compactDecrypt(line, await importJWK(vault.keys[0].jwk, "ECDH-ES"));
  assert.equal(JSON.parse(new TextDecoder().decode(plaintext)).name, "Ada");
});

for (const [what, policy] of Object.entries({
  "no field": { fields: [] },
  "a name in capitals": { fields: ["Name"] },
  "a name that is off": { fields: ["off"] },
  "a security code that is kept": { fields: ["cc-csc"] },
  "a card number in clear": { fields: { "cc-number": { "also-pass": true } } },
  "a field that pass lets leave": { fields: ["name"], pass: ["na*"] },
  "a card number that pass lets leave": { fields: ["name"], pass: ["cc-*"] },
  "a pattern of everything": { fields: ["name"], pass: ["**"] },
  "a form with another field": { fields: ["name"], forms: { a: ["name", "tel"] } },
  "a field in no form": { fields: ["name", "tel"], forms: { a: ["name"] } },
  "a group twice": { fields: ["name"], groups: ["eu", "eu"] },
  "no origin": { fields: ["name"], origins: [] },
  "an origin with a path": { fields: ["name"], origins: ["https://shop.example/"] },
  "too many days": { fields: ["name"], days: 398 },
  "a keep in weeks": { fields: { name: { keep: "2w" } } },
})) {
  test(`a test policy is refused as the desk refuses it: ${what}`, () => {
    assert.equal(refusal(() => createTestVault(policy)), "policy");
  });
}

for (const [option, options] of Object.entries({
  feilds: { ...SHOP, feilds: ["tel"] },
  form: { ...SHOP, form: {} },
  reqiured: { fields: { name: { reqiured: true } } },
  alsoPass: { fields: { name: { alsoPass: true } } },
  phone: { ...SHOP, contact: { phone: "+44 20 7946 0000" } },
})) {
  test(`a misspelt option is refused, and the right ones are named: ${option}`, () => {
    const named = new RegExp(`has no option ${option}, but \\w+, [\\w, -]+\\w$`);
    assert.throws(() => createTestVault(options), { code: "policy", message: named });
  });
}

// The keys and manifests of the vectors, as the desk that they were written for.
const { pin, manifests, keys } = vectors;
const rust = await start("testing");
const openOrder = (line) => JSON.parse(rust.open(line, JSON.stringify({ pin, manifests, keys })));

for (const { what, line, fields, header, unopened } of vectors.opens) {
  test(`an order of the vectors opens: ${what}`, () => {
    const opened = openOrder(line);
    assert.deepEqual({ ...opened.fields }, fields);
    assert.deepEqual(opened.header, header);
    assert.deepEqual(opened.parts.filter((part) => !part.fields).map(({ role }) => role), unopened);
  });
}

for (const { what, line, code } of vectors.refused) {
  test(`an order of the vectors is refused: ${what}`, () => {
    assert.throws(() => openOrder(line), (thrown) => thrown.split("\n")[0] === code);
  });
}

test("a sealed order that was changed is refused with the desk's code", async () => {
  const vault = createTestVault(SHOP);
  const sealer = await sealerOf(vault);
  const line = sealer.seal(ORDER);
  const [first, second] = line.split("~");
  const other = sealer.seal(ORDER).split("~");
  const cut = (part, change) => part.split(".").map(change).join(".");
  const flip = (at) => (text, index) => (index === at ? (text[0] === "A" ? "B" : "A") + text.slice(1) : text);
  const changed = {
    [first]: "incomplete",
    [second]: "incomplete",
    [`${second}~${first}`]: "conflict",
    [`${first}~${first}`]: "conflict",
    [`${first}~${other[1]}`]: "conflict",
    [`${cut(first, flip(2))}~${second}`]: "tampered",
    [`${cut(first, flip(3))}~${second}`]: "tampered",
    [`${cut(first, flip(4))}~${second}`]: "tampered",
    [line.slice(0, -1)]: "malformed",
    [`${line}=`]: "malformed",
    "": "malformed",
  };
  for (const [text, code] of Object.entries(changed)) assert.equal(refusal(() => vault.open(text)), code, code);
  const stranger = createTestVault(SHOP);
  assert.equal(refusal(() => stranger.open(line)), "conflict");
});

test("the leak kit waits for a form that a script makes late, and says when none came", async (t) => {
  const browser = await launchChromium();
  t.after(() => browser.close());
  const page = await browser.newPage();
  const watch = await watchForLeaks(page, { timeout: 8_000 });
  const late = "setTimeout(() => document.body.innerHTML = '<form><input data-waxseal-field=note></form>', 800)";
  await page.goto(`data:text/html,<body><script>${late}</script>`);
  assert.deepEqual(Object.keys(await watch.fill()), ["note"]);
  await assert.rejects(watch.fill("form#nowhere"), /no form form#nowhere came within 8000 ms/);
});
