// npm `jose` opens our orders, refuses the tampered ones, and seals orders that we open.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";

import * as jose from "jose";

import { openAtTheDesk, vectors } from "./vectors.mjs";

const orders = vectors("orders");
const keys = new Map(orders.keys.map((key) => [key.kid, key.jwk]));
const algorithms = {
  keyManagementAlgorithms: ["ECDH-ES"],
  contentEncryptionAlgorithms: ["A256GCM"],
};
const SHARED = ["origin", "to", "jti", "iat", "ver", "parts", "grp", "form", "ref"];

const orderNumber = (seed) =>
  createHash("sha256").update(seed).digest().subarray(0, 16).toString("base64url");

/** The fields of one part and what its header shares with the others. */
async function openPart(part, jwk) {
  const key = await jose.importJWK(jwk, "ECDH-ES");
  const { plaintext, protectedHeader } = await jose.compactDecrypt(part, key, algorithms);
  assert.equal(plaintext.length % 256, 0, "padded");
  const { _: seed, ...fields } = JSON.parse(new TextDecoder().decode(plaintext));
  assert.equal(orderNumber(Buffer.from(seed, "base64url")), protectedHeader.jti);
  const header = SHARED.filter((name) => name in protectedHeader);
  return { fields, header: Object.fromEntries(header.map((name) => [name, protectedHeader[name]])) };
}

/** The parts that a key of the vectors opens. */
async function openParts(line) {
  const parts = line.split("~").map((part) => [part, jose.decodeProtectedHeader(part).kid]);
  const ours = parts.filter(([, kid]) => keys.has(kid));
  return Promise.all(ours.map(([part, kid]) => openPart(part, keys.get(kid))));
}

for (const { what, line, fields, header } of orders.opens) {
  test(`jose opens ${what}`, async () => {
    const parts = await openParts(line);
    for (const part of parts) assert.deepEqual(part.header, header);
    assert.deepEqual(Object.assign({}, ...parts.map((part) => part.fields)), fields);
  });
}

for (const { what, line } of orders.refused.filter(({ code }) => code === "tampered")) {
  test(`jose, and a look at the seed, refuse ${what}`, async () => {
    await assert.rejects(openParts(line));
  });
}

/** An order by the protocol: one part for each role of `fields`, sealed by jose. */
async function seal(fields, more = {}) {
  const seed = randomBytes(16);
  const roles = Object.keys(fields).sort();
  const header = {
    origin: "https://shop.example",
    to: new URL(orders.pin).pathname.split(":").pop(),
    jti: orderNumber(seed),
    iat: Math.floor(Date.now() / 1000),
    ver: jose.decodeJwt(orders.manifests[0]).version,
    parts: roles,
    ...more,
  };
  const parts = roles.map((role) => sealPart(role, { ...fields[role], _: seed.toString("base64url") }, header));
  return { line: (await Promise.all(parts)).join("~"), header };
}

async function sealPart(role, content, header) {
  const { kid, jwk } = orders.keys.find((key) => key.role === role && key.grp === header.grp);
  const { d: _, ...recipient } = jwk;
  const text = JSON.stringify(content);
  const length = Buffer.byteLength(text);
  const padding = " ".repeat(Math.ceil(length / 256) * 256 - length);
  return new jose.CompactEncrypt(new TextEncoder().encode(text + padding))
    .setProtectedHeader({
      alg: "ECDH-ES",
      enc: "A256GCM",
      typ: "vnd.waxseal.order.v1",
      cty: "json",
      kid,
      role,
      ...header,
    })
    .encrypt(await jose.importJWK(recipient, "ECDH-ES"));
}

test("we open what jose seals by the protocol", async () => {
  const second = jose.decodeJwt(orders.manifests[1]).version;
  const cases = [
    { fields: { fulfilment: { name: "Ada “Countess” Lovelace\u2028🧵" } } },
    {
      fields: { payments: { "cc-number": "4242424242424242" }, fulfilment: { name: "Ada", note: "x".repeat(5000) } },
      more: { ref: "A-1001" },
    },
    { fields: { fulfilment: { name: "Ada" } }, more: { ver: second, grp: "us", form: "address" } },
  ];
  const sealed = await Promise.all(cases.map(({ fields, more }) => seal(fields, more)));
  const opened = openAtTheDesk(sealed.map(({ line }) => line));
  opened.forEach((order, index) => {
    assert.deepEqual(order, {
      fields: Object.assign({}, ...Object.values(cases[index].fields)),
      header: sealed[index].header,
      unopened: [],
      checks: [],
    });
  });
  assert.equal(opened.length, cases.length);
});

test("we refuse what jose seals and the protocol does not allow", async () => {
  const name = { fulfilment: { name: "Ada" } };
  const cases = {
    "unknown-field": await seal({ fulfilment: { "cc-number": "4242424242424242" } }),
    conflict: await seal(name, { to: orders.keys[0].kid }),
    incomplete: await seal(name, { parts: ["fulfilment", "payments"] }),
    tampered: await seal(name, { jti: orderNumber("guessed") }),
    malformed: await seal({ fulfilment: { name: 7 } }),
  };
  const opened = openAtTheDesk(Object.values(cases).map(({ line }) => line));
  assert.deepEqual(opened.map((order) => order.code), Object.keys(cases));
});

test("the program that opens orders here finds what the vectors say", () => {
  const opened = openAtTheDesk(orders.opens.map(({ line }) => line));
  opened.forEach((order, index) => {
    const { what, line, ...expected } = orders.opens[index];
    assert.deepEqual(order, expected, what);
  });
});
