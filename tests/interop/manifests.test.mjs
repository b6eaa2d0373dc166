// npm `jose` verifies our manifests, and refuses those that are not authentic.

import assert from "node:assert/strict";
import { test } from "node:test";

import * as jose from "jose";

import { vectors } from "./vectors.mjs";

const manifests = vectors("manifests");

/** What a page does: take the key from the header if it is pinned, then verify. */
async function verify({ jws, pins }) {
  const { jwk } = jose.decodeProtectedHeader(jws);
  const uri = await jose.calculateJwkThumbprintUri(jwk, "sha256");
  assert.ok(pins.split(" ").includes(uri), "pinned");
  const options = { algorithms: ["Ed25519"] };
  return jose.compactVerify(jws.trim(), await jose.importJWK(jwk, "Ed25519"), options);
}

for (const vector of manifests.accepted) {
  test(`jose verifies ${vector.what}`, async () => {
    const { payload, protectedHeader } = await verify(vector);
    assert.equal(protectedHeader.typ, "vnd.waxseal.manifest.v1");
    const manifest = JSON.parse(new TextDecoder().decode(payload));
    assert.equal(manifest.merchant, "Acme Books");
    // A page seals to no others.
    const keys = manifest.keys.filter(({ kty, alg }) => kty === "OKP" && alg === "ECDH-ES");
    assert.ok(keys.length > 0);
    for (const { kid, role, ...jwk } of keys) {
      assert.equal(await jose.calculateJwkThumbprint(jwk, "sha256"), kid, role);
      await jose.importJWK(jwk, "ECDH-ES");
    }
  });
}

for (const vector of manifests.refused.filter(({ code }) => code === "untrusted")) {
  test(`jose refuses ${vector.what}`, async () => {
    await assert.rejects(verify(vector));
  });
}
