// Opens the demo shop as anyone would, and reads what it stored.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);

/** `cargo xtask test` says where its own program is. */
const xtask = process.env.XTASK ?? join(root, "target/debug/xtask");

/** As built before: files of tests that run beside this one load it. `DEMO_BUILDS` is as it is typed. */
export async function openShop(more = []) {
  const [program, ...how] = process.env.DEMO_BUILDS
    ? ["cargo", "xtask", "demo"]
    : [xtask, "demo", "--built"];
  const args = [...how, "--port", "0", "--json", ...more];
  const env = { ...process.env, CARGO_MANIFEST_DIR: join(root, "xtask") };
  const shop = spawn(program, args, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
  const said = [];
  const lines = createInterface({ input: shop.stdout }).on("line", (line) => said.push(line));
  await Promise.race([once(lines, "line"), ended(shop)]);
  return { ...JSON.parse(said[0]), said, close: () => close(shop) };
}

async function ended(shop) {
  const [code] = await once(shop, "exit");
  throw new Error(`the shop did not open: exit code ${code}`);
}

async function close(shop) {
  const exit = once(shop, "exit");
  shop.kill("SIGINT");
  const [code] = await exit;
  return code;
}

// Python has SQLite in its standard library; Node.js 20 has not.
const ROWS = `
import json, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute("SELECT id, received_at, body, sealed FROM orders")
print(json.dumps([dict(zip(("id", "received_at", "body", "sealed"), row)) for row in rows]))
`;

export async function orders(shop) {
  const { stdout } = await run("python3", ["-c", ROWS, shop.orders]);
  return JSON.parse(stdout);
}

// The merchant's own command, on the shop's vault.
export async function waxseal(shop, args, input = "") {
  const vault = ["--vault", shop.vault, "--passphrase-file", shop.passphrase_file];
  const child = run(`${root}target/debug/waxseal`, [...args, ...vault]);
  child.child.stdin.end(input);
  return (await child).stdout;
}
