// What the package exports.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as waxseal from "../../pkg/dist/index.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (path) => readFileSync(root + path, "utf8");

test("the package exports this and no more, and nothing that opens", () => {
  assert.deepEqual(Object.keys(waxseal).sort(), ["CODES", "Sealer", "WaxsealError", "protect"]);
  const methods = Object.getOwnPropertyNames(waxseal.Sealer.prototype);
  assert.ok(!methods.some((name) => /open|decrypt/i.test(name)));
});

test("its codes are those of the Rust library, in their order", () => {
  const codes = [...read("src/error.rs").matchAll(/=> "([a-z-]+)",/g)].map(([, code]) => code);
  assert.deepEqual(waxseal.CODES, codes);
});

test("importing auto.js on a server does nothing", async () => {
  await import("../../pkg/dist/auto.js");
});
