// The packed package: what npm, Node.js and TypeScript find in it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { entries, pack, root } from "./support/packed.mjs";
import { complaints } from "./support/typescript.mjs";

const { project, folder, tarball } = pack("packed");
const read = (path) => readFileSync(`${folder}/${path}`, "utf8");
const manifest = JSON.parse(read("package.json"));
const { files } = JSON.parse(read("dist/integrity.json"));

/** Every path that a value of package.json names. */
function paths(value) {
  if (typeof value === "string") return [value];
  return Object.values(value).flatMap(paths);
}

function run(script, ...args) {
  return execFileSync(process.execPath, [script, ...args], { cwd: project, encoding: "utf8" });
}

/** What an entry exports, by each way to load it. */
function exported(entry) {
  const names = `.filter((name) => name !== "default" && name !== "module.exports").sort()`;
  const imported = `console.log(Object.keys(await import("${entry}"))${names}.join())`;
  const required = `console.log(Object.keys(require("${entry}"))${names}.join())`;
  return [run("--input-type=module", "--eval", imported), run("--eval", required)];
}

test("publint finds nothing", () => {
  run(`${root}node_modules/publint/src/cli.js`, "run", tarball, "--strict");
});

test("the types of every entry resolve, for each kind of resolution", () => {
  const attw = `${root}node_modules/@arethetypeswrong/cli/dist/index.js`;
  // It has no types.
  run(attw, tarball, "--quiet", "--no-definitely-typed", "--exclude-entrypoints", "waxseal.wasm", "inspect.wasm");
});

/** What a file of either kind of module imports, and what it then finds in the page. */
const PROGRAM = `
import { protect, Sealer } from "waxseal";
import * as slim from "waxseal/slim";
import "waxseal/auto";
import { defineElements, type WaxsealBadge } from "waxseal/elements";
import { helpFields } from "waxseal/fields";
import { inspect } from "waxseal/inspect";
import { useWaxseal } from "waxseal/react";
import { createTestVault, LeakError } from "waxseal/testing";
declare const form: HTMLFormElement;
form.addEventListener("waxseal:ready", ({ detail }) => protect(form, detail.sealer satisfies Sealer));
document.addEventListener("waxseal:invalid", ({ detail }) => detail.code);
const badge: WaxsealBadge | null = document.querySelector("waxseal-badge");
export class Own extends LeakError {}
export { badge, createTestVault, defineElements, helpFields, inspect, slim, useWaxseal };
`;
const OTHER = {
  "module.mts": `import { own, seal } from "./script.cjs"; import { Sealer } from "waxseal";
    export const line: string = seal({} as Sealer<"name">, own);`,
  "script.cts": `import { Sealer } from "waxseal"; import react = require("waxseal/react");
    export const own = { name: "Ada" }; export const hook: typeof react.useWaxseal = react.useWaxseal;
    export const seal = (sealer: Sealer<"name">, fields: { name: string }) => sealer.seal(fields);`,
};

test("one program may import the package as a module and as CommonJS, and its types are the same", () => {
  const files = { "esm.mts": PROGRAM, "cjs.cts": PROGRAM, ...OTHER };
  for (const [name, text] of Object.entries(files)) writeFileSync(`${project}/${name}`, text);
  for (const module of ["node16", "nodenext"]) {
    assert.equal(complaints(project, { module, moduleResolution: module }), "", module);
  }
});

test("every path that package.json names is in the package", () => {
  const { exports, main, module, types, typesVersions, sideEffects } = manifest;
  const named = [exports, main, module, types, sideEffects].flatMap(paths);
  for (const path of named) assert.ok(existsSync(`${folder}/${path}`), path);
  assert.ok(paths(typesVersions).includes(types));
});

test("every script of the package is an entry, as a module and as CommonJS", () => {
  const scripts = Object.keys(files).filter((path) => path.endsWith(".js")).sort();
  const named = paths(manifest.exports).filter((path) => path.endsWith(".js"));
  const unique = [...new Set(named)].map((path) => path.replace("./dist/", ""));
  assert.deepEqual(unique.sort(), scripts);
});

test("every entry can be imported and required on a server, and exports the same", () => {
  const names = entries(folder);
  assert.ok(names.length >= 6);
  for (const entry of names) {
    const [imported, required] = exported(entry);
    assert.equal(required, imported, entry);
    assert.ok(imported.length > 1 || entry === "waxseal/auto", entry);
  }
});

test("slim exports what waxseal does, and initModule", () => {
  const names = exported("waxseal")[0].trim().split(",");
  assert.deepEqual(exported("waxseal/slim")[0].trim().split(","), [...names, "initModule"].sort());
});

test("integrity.json has the hash of every other file", () => {
  const dist = readdirSync(`${folder}/dist`, { recursive: true, withFileTypes: true });
  const found = dist
    .filter((entry) => entry.isFile() && entry.name !== "integrity.json")
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(`${folder}/dist/`.length));
  assert.deepEqual(Object.keys(files), found.sort());
  for (const [path, hash] of Object.entries(files)) {
    const bytes = readFileSync(`${folder}/dist/${path}`);
    assert.equal(hash, `sha384-${createHash("sha384").update(bytes).digest("base64")}`, path);
  }
  assert.equal(JSON.parse(read("dist/integrity.json")).version, manifest.version);
});

test("the modules that pages and servers load export nothing that opens", async () => {
  const modules = Object.keys(files).filter((path) => path.endsWith(".wasm"));
  assert.deepEqual(modules.sort(), ["inspect.wasm", "waxseal.wasm"]);
  for (const path of modules) {
    const compiled = await WebAssembly.compile(readFileSync(`${folder}/dist/${path}`));
    const names = WebAssembly.Module.exports(compiled).map(({ name }) => name);
    assert.ok(names.length > 3 && !names.some((name) => /open|decrypt|publish/i.test(name)), path);
  }
});

test("the bill of materials is CycloneDX 1.6, and names each crate with its hash and licence", async () => {
  const text = read("dist/sbom.cdx.json");
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  assert.equal(await validator.validate(text), null);
  const { components, dependencies, metadata } = JSON.parse(text);
  assert.equal(metadata.component.version, manifest.version);
  const names = components.map(({ name }) => name);
  for (const name of ["aes-gcm", "x25519-dalek", "ed25519-dalek", "wasm-bindgen", "getrandom", "rust"]) {
    assert.ok(names.includes(name), name);
  }
  assert.ok(!names.includes("clap"));
  const crates = components.filter(({ purl }) => purl.startsWith("pkg:cargo/"));
  for (const { name, hashes, licenses } of crates) {
    assert.match(hashes[0].content, /^[0-9a-f]{64}$/, name);
    assert.match(licenses[0].expression, /^[\w.()-]+( (OR|AND) [\w.()-]+)*$/, name);
  }
  const refs = [metadata.component, ...components].map((component) => component["bom-ref"]);
  assert.ok(dependencies.every(({ ref, dependsOn }) => [ref, ...dependsOn].every((r) => refs.includes(r))));
});

test("the notices name every component of the bill of materials", () => {
  const notices = read("dist/NOTICES.md");
  for (const { name, version } of JSON.parse(read("dist/sbom.cdx.json")).components) {
    assert.match(notices, new RegExp(`^- ${name} ${version.replaceAll(/[.+]/g, "\\$&")}[ ,]`, "m"));
  }
  assert.match(notices, /Redistribution and use in source and binary forms/);
});
