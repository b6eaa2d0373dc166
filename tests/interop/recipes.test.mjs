// The programs of examples/open open our orders and refuse what was tampered with.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { vectors } from "./vectors.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const recipes = `${root}examples/open`;
const venv = `${root}target/venv/bin`;
mkdirSync(`${root}target`, { recursive: true });
const folder = mkdtempSync(`${root}target/recipes-`);
after(() => rmSync(folder, { recursive: true }));

/** How each is started; made ready once. */
const PROGRAMS = {
  "jose.mjs": () => ["node", `${recipes}/jose.mjs`],
  "jwcrypto_open.py": () => [`${venv}/python`, `${recipes}/jwcrypto_open.py`],
  "joserfc_open.py": () => [`${venv}/python`, `${recipes}/joserfc_open.py`],
  "open.php": () => ["php", `${recipes}/open.php`],
  "open.rb": () => ["ruby", `${recipes}/open.rb`],
  "Open.java": () => compiled("javac", ["-d", folder, `${recipes}/Open.java`], ["java", "-cp", folder, "Open"]),
  "main.go": () => compiled(go(), ["build", "-o", `${folder}/go-open`, "."], [`${folder}/go-open`]),
};

const orders = vectors("orders");
const keyOf = new Map(orders.keys.map(({ kid, jwk }) => [kid, keyFile(kid, jwk)]));
const opens = ["one role", "lines, quotes and many scripts", "a plaintext of 257 bytes, padded to 512", "two roles"];
const tampered = ["one bit of the ciphertext", "one bit of the IV", "one bit of the tag", "another origin in the header", "a seed that does not fit the jti"];

test("each program of the folder is run here", () => {
  const programs = readdirSync(recipes).filter((name) => !["README.md", "go.mod"].includes(name));
  assert.deepEqual(programs.sort(), Object.keys(PROGRAMS).sort());
});

for (const [name, prepare] of Object.entries(PROGRAMS)) {
  test(`${name} opens orders, and refuses tampered ones`, (t) => {
    const runtime = missing(name);
    if (runtime) return t.skip(`${runtime} is not installed`);
    const program = prepare();
    for (const { what, line, fields } of chosen(orders.opens, opens)) {
      assert.deepEqual(opened(program, line), fields, what);
    }
    for (const { what, line } of chosen(orders.refused, tampered)) {
      assert.notEqual(run(program, line.split("~")[0]).status, 0, what);
    }
    const foreign = orders.refused.find(({ code }) => code === "unknown-key");
    assert.notEqual(run(program, foreign.line, [...keyOf.values()][0]).status, 0, foreign.what);
  });
}

function chosen(cases, names) {
  const found = cases.filter(({ what }) => names.includes(what));
  assert.equal(found.length, names.length);
  return found;
}

/** Every part, with its own key. */
function opened(program, line) {
  const parts = line.split("~").map((part) => {
    const { status, stdout, stderr } = run(program, line, keyOf.get(kidOf(part)));
    assert.equal(status, 0, stderr);
    const { _, ...fields } = JSON.parse(stdout);
    return fields;
  });
  return Object.assign({}, ...parts);
}

function run([command, ...args], input, key = keyOf.get(kidOf(input))) {
  return spawnSync(command, [...args, key], { input: `${input}\n`, encoding: "utf8" });
}

function kidOf(part) {
  return JSON.parse(Buffer.from(part.split(".")[0], "base64url")).kid;
}

function keyFile(kid, jwk) {
  const path = join(folder, `${kid}.jwk`);
  writeFileSync(path, JSON.stringify({ ...jwk, kid }), { mode: 0o600 });
  return path;
}

function missing(name) {
  const runtimes = { ".php": "php", ".rb": "ruby", ".java": "javac", ".go": go() };
  const [, runtime] = Object.entries(runtimes).find(([ending]) => name.endsWith(ending)) ?? [];
  return runtime && spawnSync(runtime, ["--version"]).error ? basename(runtime) : undefined;
}

/** PyPI has a Go that is newer than most systems' own. */
function go() {
  return existsSync(`${venv}/go`) ? `${venv}/go` : "go";
}

function compiled(compiler, args, program) {
  const env = { ...process.env, GOFLAGS: "-mod=mod", GOCACHE: `${folder}/go-cache` };
  execFileSync(compiler, args, { cwd: recipes, env, stdio: "pipe" });
  return program;
}
