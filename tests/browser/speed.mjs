// Median times of sealing 500 bytes in Chromium: ours with a prepared key, and jose's, in one page.
import { Shop } from "./support/shop.mjs";

const FIELDS = { note: { role: "fulfilment", kind: "text", purpose: "Measure" } };

const shop = await Shop.open();
const manifest = await shop.merchant.publish({ fields: FIELDS });
// An isolated page has a clock of 5 microseconds; others have one of 100.
const headers = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};
const { page } = await shop.visit("", { unprotected: true, manifest, headers });
await page.addScriptTag({
  type: "module",
  content: 'import * as jose from "/jose/index.js"; window.jose = jose;',
});
await page.waitForFunction(() => window.jose);

const medians = await page.evaluate(async (text) => {
  const sealer = await Sealer.load({ manifest, pin });
  const [key] = JSON.parse(atob(text.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"))).keys;
  const recipient = await jose.importJWK(key);
  const note = "x".repeat(500);
  const plaintext = new TextEncoder().encode(note);
  const median = (times) => times.sort((a, b) => a - b)[times.length / 2];
  const measure = async (before, action) => {
    const times = [];
    for (let round = 0; round < 200; round++) {
      before();
      const start = performance.now();
      const promise = action();
      if (promise) await promise;
      times.push((performance.now() - start) * 1000);
    }
    return median(times);
  };
  const seal = () => void sealer.seal({ note });
  const encrypt = () => new jose.CompactEncrypt(plaintext)
    .setProtectedHeader({ alg: "ECDH-ES", enc: "A256GCM" })
    .encrypt(recipient);
  await measure(() => {}, seal);
  await measure(() => {}, encrypt);
  return {
    prepared: await measure(() => sealer.prepare(), seal),
    unprepared: await measure(() => sealer.wipe(), seal),
    jose: await measure(() => {}, encrypt),
  };
}, manifest);

await shop.close();
const us = (time) => `${time.toFixed(0)} us`;
console.log(`sealer.seal, 500 bytes, prepared key   ${us(medians.prepared)}`);
console.log(`sealer.seal, 500 bytes, none prepared  ${us(medians.unprepared)}`);
console.log(`jose CompactEncrypt, 500 bytes         ${us(medians.jose)}`);
console.log(`jose / prepared                        ${(medians.jose / medians.prepared).toFixed(1)}`);
