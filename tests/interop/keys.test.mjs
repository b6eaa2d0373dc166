// npm `jose` opens our key files.

import assert from "node:assert/strict";
import { test } from "node:test";

import * as jose from "jose";

import { vectors } from "./vectors.mjs";

const { passphrase, vault, role, refused } = vectors("keys-at-rest");

/** jose reads at most 10,000 iterations unless it is told otherwise. */
const underPassphrase = {
  keyManagementAlgorithms: ["PBES2-HS512+A256KW"],
  contentEncryptionAlgorithms: ["A256GCM"],
  maxPBES2Count: 600_000,
};
const underKey = {
  keyManagementAlgorithms: ["A256KW"],
  contentEncryptionAlgorithms: ["A256GCM"],
};

const parsed = ({ plaintext }) => JSON.parse(new TextDecoder().decode(plaintext));

test("jose opens the vault's key with the passphrase, and a role's key with that", async () => {
  const secret = new TextEncoder().encode(passphrase);
  const opened = await jose.compactDecrypt(vault.jwe, secret, underPassphrase);
  assert.deepEqual(parsed(opened), vault.content);
  assert.equal(opened.protectedHeader.cty, "jwk+json");
  const key = await jose.importJWK(vault.content, "A256KW");
  const { kid, ...rest } = (await jose.compactDecrypt(role.jwe, key, underKey)).protectedHeader;
  assert.equal(rest.role, "fulfilment");
  assert.deepEqual(parsed(await jose.compactDecrypt(role.jwe, key, underKey)), role.content);
  assert.equal(await jose.calculateJwkThumbprint(role.content, "sha256"), kid);
});

for (const { what, under, code, jwe, passphrase } of refused) {
  if (!["passphrase", "tampered"].includes(code)) continue;
  test(`jose refuses ${what}`, async () => {
    const isVault = under === "passphrase";
    const secret = isVault
      ? new TextEncoder().encode(passphrase)
      : await jose.importJWK(vault.content, "A256KW");
    await assert.rejects(jose.compactDecrypt(jwe, secret, isVault ? underPassphrase : underKey));
  });
}
