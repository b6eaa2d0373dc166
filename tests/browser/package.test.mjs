// The npm package as it is packed: what it exports, and whether the README's examples compile.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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

test("the TypeScript examples of the README compile against the package's types", () => {
  const folder = `${root}target/readme`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(`${folder}/node_modules`, { recursive: true });
  symlinkSync(`${root}pkg`, `${folder}/node_modules/waxseal`);
  const examples = [...read("pkg/README.md").matchAll(/```ts\n(.*?)```/gs)];
  assert.ok(examples.length > 1);
  for (const [index, [, example]] of examples.entries()) {
    writeFileSync(`${folder}/example-${index}.ts`, example);
  }
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: "es2022",
    lib: ["es2022", "dom", "dom.iterable"],
    module: "esnext",
    moduleResolution: "bundler",
    types: [],
  };
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions }));
  execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`], { cwd: folder });
});
