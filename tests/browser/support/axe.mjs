// What axe-core finds on a page, shadow trees with it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

const axe = await readFile(new URL("../../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** Fails with each finding, and unless contrast was among what it looked at. */
export async function assertAccessible(page, options = {}) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate((options) => globalThis.axe.run(options), options);
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html, nodes[0].failureSummary]), []);
  assert.ok(passes.some(({ id }) => id === "color-contrast"));
}
