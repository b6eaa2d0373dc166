// Writes the API as HTML to target/api, and fails at what is exported without a word about it.
// TypeDoc needs an older TypeScript than the workspace has: it is installed on its own.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const tool = `${root}target/api-tool`;
const same = (file) =>
  existsSync(`${tool}/${file}`) && readFileSync(`${tool}/${file}`, "utf8") === readFileSync(`${root}tests/api/${file}`, "utf8");
const run = (program, args, cwd) => execFileSync(program, args, { cwd, stdio: "inherit" });

if (!same("package-lock.json") || !existsSync(`${tool}/node_modules`)) {
  mkdirSync(tool, { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) cpSync(`${root}tests/api/${file}`, `${tool}/${file}`);
  run("npm", ["ci", "--no-audit", "--no-fund"], tool);
}
run(
  process.execPath,
  [`${tool}/node_modules/typedoc/bin/typedoc`, "--options", `${root}tests/api/typedoc.json`, ...entries()],
  root,
);

/** The source of each entry of the package that has one: some are types alone. */
function entries() {
  const { exports } = JSON.parse(readFileSync(`${root}pkg/package.json`, "utf8"));
  const names = Object.keys(exports).map((name) => (name === "." ? "index" : name.slice(2)));
  return names.map((name) => `${root}src/js/${name}.ts`).filter(existsSync);
}
