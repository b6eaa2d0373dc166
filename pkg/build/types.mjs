// The declarations that ship: those that an entry's types name. They are there once, as CommonJS, which
// both kinds of module may import: a program that has both finds the same classes, and what is
// declared for the whole page is declared once.
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DIST, at, root } from "./paths.mjs";

const OUT = at("target/types");
/** Written by hand: what other packages' types are told of ours. */
const MARKUP = at("pkg/types");

export function writeTypes(entries) {
  rmSync(OUT, { recursive: true, force: true });
  const compiler = at("node_modules/typescript/bin/tsc");
  const options = ["--declaration", "--emitDeclarationOnly", "--outDir", OUT];
  execFileSync(process.execPath, [compiler, ...options], { cwd: root, stdio: "inherit" });
  const files = new Set();
  for (const entry of entries) collect(join(OUT, `${entry}.d.ts`), files);
  for (const file of files) cpSync(file, join(`${DIST}/cjs`, file.slice(OUT.length)));
  for (const entry of entries) writeFileSync(`${DIST}/${entry}.d.ts`, `export * from "./cjs/${entry}.js";\n`);
  for (const dist of [DIST, `${DIST}/cjs`]) cpSync(MARKUP, dist, { recursive: true });
}

/** This declaration and those that it imports. What describes our insides alone stays here. */
function collect(file, files) {
  if (files.has(file)) return;
  files.add(file);
  const imports = readFileSync(file, "utf8").matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)\.js"/g);
  for (const [, path] of imports) collect(join(dirname(file), `${path}.d.ts`), files);
}
