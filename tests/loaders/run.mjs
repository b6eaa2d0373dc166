// node tests/loaders/run.mjs [--quick] [--write] [NAME…]
//
// Each folder beside this file is a project of one tool. It is installed with the packed package and
// built; an order is sealed in it, and the merchant's desk opens it. `cargo xtask loaders` sets up
// what this needs.
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packInto } from "../browser/support/packed.mjs";
import { Merchant } from "./support/merchant.mjs";
import { SOURCES } from "./support/paths.mjs";
import { Project } from "./support/project.mjs";
import { print, write } from "./support/table.mjs";

const { values: flags, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean" }, write: { type: "boolean" } },
});

/** The table's order; a project that is not named here comes last. */
const ORDER = [
  ...["plain", "import-map", "vite", "webpack", "rspack", "rollup", "esbuild", "parcel"],
  ...["next", "svelte", "node", "deno", "bun", "workerd", "vitest", "jest"],
];

// Outside the repository: its own packages and settings would be found from within.
const folder = await mkdtemp(join(tmpdir(), "waxseal-loaders-"));
const rows = await checkAll().finally(() => rm(folder, { recursive: true }));
const passed = rows.length > 0 && rows.every((row) => row.passed);
if (flags.write && passed) await write(rows);
print(rows);
process.exit(passed ? 0 : 1);

async function checkAll() {
  const tarball = packInto(folder);
  const merchant = await Merchant.create(await mkdtemp(join(folder, "desk-")));
  const rows = [];
  for (const name of await projects()) rows.push(...(await check(name, merchant, tarball)));
  await openAll(merchant, rows.filter(({ line }) => line));
  return rows;
}

async function projects() {
  const entries = await readdir(SOURCES, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== "support");
  const known = folders.map((entry) => entry.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`no project is named ${unknown}: there are ${known}`);
  const place = (name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return (names.length > 0 ? names : known).sort((a, b) => place(a) - place(b));
}

/** One row for each environment of the project; the first one's time includes the installation. */
async function check(name, merchant, tarball) {
  const { environments } = await import(join(SOURCES, name, "check.mjs"));
  const wanted = environments.filter(({ quick }) => quick || !flags.quick);
  if (wanted.length === 0) return [];
  let from = Date.now();
  const project = await Project.copy(name, folder, merchant);
  const installed = project.install(tarball);
  const rows = [];
  for (const environment of wanted) {
    const row = await attempt(environment, project, installed);
    row.seconds = (Date.now() - from) / 1000;
    from = Date.now();
    console.log(`${row.line ? "sealed" : "FAILED"} ${row.name} (${row.seconds.toFixed(1)} s)`);
    rows.push(row);
  }
  await project.close();
  return rows;
}

/** Passed it has only when the order is opened. */
async function attempt({ name, what, run, version }, project, installed) {
  try {
    await installed;
    return { name, what, line: await run(project), version: await version(project) };
  } catch (error) {
    console.log(error.message);
    return { name, what, version: await version(project).catch(() => "?") };
  }
}

/** All at once: the desk derives its key from the passphrase once. */
async function openAll(merchant, sealed) {
  if (sealed.length === 0) return;
  const reasons = await merchant.open(sealed.map(({ line }) => line));
  if (reasons.length !== sealed.length) throw new Error("an order has no record");
  for (const [index, row] of sealed.entries()) {
    row.passed = reasons[index] === undefined;
    if (!row.passed) console.log(`${row.name}: ${reasons[index]}`);
  }
}
