// What the TypeScript compiler makes of files that use the package's types.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { root } from "./packed.mjs";

const COMPILER = `${root}node_modules/typescript/bin/tsc`;

/** An empty folder in `target`, in which `waxseal` is the package as it was built. */
export function typesProject(name) {
  const folder = `${root}target/${name}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(`${folder}/node_modules`, { recursive: true });
  symlinkSync(`${root}pkg`, `${folder}/node_modules/waxseal`);
  return folder;
}

/** The complaints about a folder's files, each a line; empty if they compile. */
export function complaints(folder, options = {}) {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: "es2022",
    lib: ["es2022", "dom", "dom.iterable"],
    module: "esnext",
    moduleResolution: "bundler",
    types: [],
    ...options,
  };
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions }));
  const args = [COMPILER, "--pretty", "false"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  // A compiler that did not run has no complaint either.
  assert.equal(status === 0, stdout === "", stderr);
  return stdout;
}
