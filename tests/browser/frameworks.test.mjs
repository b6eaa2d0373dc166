// The example of each framework, built by its own tools with the packed package, used in Chromium.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { on } from "node:events";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inspect } from "../../pkg/dist/inspect.js";
import { launchChromium } from "./support/chromium.mjs";
import { Merchant } from "./support/merchant.mjs";
import { packInto, root } from "./support/packed.mjs";
import { entriesOf, Server } from "./support/server.mjs";
import { complaints } from "./support/typescript.mjs";

const project = `${root}target/examples`;
const NAME = "Ada Lovelace";
/** What the server of docs/server.md reads. */
const URLENCODED = /^application\/x-www-form-urlencoded\b/;
const EMAIL = "ada@example.com";

let merchant;
let server;
let browser;

before(async () => {
  merchant = await Merchant.create();
  server = await Server.start();
  browser = await launchChromium();
  server.put("/waxseal.jws", { body: await merchant.publish() });
  server.put("/orders", { body: "<p>done" });
  install();
  build("");
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test("the examples' types are sound", () => {
  run("npm", ["run", "check"]);
});

test("one program may take the markup's types in modules and in CommonJS", () => {
  const text = `import type {} from "waxseal/react"; import type {} from "waxseal/vue"; import type {} from "waxseal/svelte";
    import "waxseal/elements"; import type { Sealer } from "waxseal";
    import type { GlobalComponents } from "vue"; import type { SvelteHTMLElements } from "svelte/elements";
    export type Badge = GlobalComponents["waxseal-badge"];
    export const sealed = (badge: SvelteHTMLElements["waxseal-badge"], sealer: Sealer) => (badge.sealer = sealer);`;
  const folder = `${project}/both`;
  mkdirSync(folder);
  for (const name of ["module.mts", "script.cts"]) writeFileSync(`${folder}/${name}`, text);
  const options = { module: "nodenext", moduleResolution: "nodenext" };
  assert.equal(complaints(folder, options), "");
});

for (const framework of ["react", "vue", "svelte", "htmx"]) {
  test(`an order typed into the ${framework} example arrives sealed`, async (t) => {
    await order(t, `/${framework}/index.html`);
  });
}

test("the dev server's page seals with the test vault that the quick start writes for it", async (t) => {
  const [, script] = /^```js dev-vault\.mjs\n(.*?)^```$/ms.exec(readFileSync(`${root}docs/quick-start.md`, "utf8"));
  writeFileSync(`${project}/dev-vault.mjs`, script);
  run("npm", ["pkg", "set", "scripts.predev=node dev-vault.mjs", "scripts.dev=vite --port 0 --host localhost"]);
  const origin = await startDev(t);
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(`${origin}/htmx/index.html`);
  await page.getByText("Test Shop").first().waitFor();
  await page.getByLabel("Name").fill(NAME);
  await page.getByLabel("E-mail").fill(EMAIL);
  const sent = page.waitForRequest("**/orders");
  await page.getByRole("button", { name: "Order" }).click();
  const { sealed } = Object.fromEntries(new URLSearchParams((await sent).postData()));
  const manifest = readFileSync(`${project}/public/waxseal.jws`, "utf8");
  const pin = /^VITE_WAXSEAL_PIN=(.*)$/m.exec(readFileSync(`${project}/.env.development.local`, "utf8"))[1];
  assert.equal(inspect(sealed, { manifest, pin }).ref, "A-1001");
});

/** `npm run dev`, and the address that it prints. */
async function startDev(t) {
  const env = { ...process.env, NO_COLOR: "1" };
  const dev = spawn("npm", ["run", "dev"], { cwd: project, env, detached: true, stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => process.kill(-dev.pid));
  let printed = "";
  for await (const [chunk] of on(dev.stdout, "data")) {
    printed += chunk;
    const address = /http:\/\/localhost:\d+/.exec(printed);
    if (address) return address[0];
  }
  return assert.fail(printed);
}

test("the React example works with React 18", async (t) => {
  install(["react@18.3.1", "react-dom@18.3.1"]);
  build("/18");
  await order(t, "/18/react/index.html");
});

/** As a stranger does it: from the lock file, and the package from its tarball. */
function install(others = []) {
  if (others.length === 0) copy();
  const how = ["--no-save", "--no-audit", "--no-fund", "--legacy-peer-deps", "--prefer-offline"];
  run("npm", ["install", ...how, packInto(project), ...others]);
}

function copy() {
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  const isSource = (path) => !path.includes("node_modules");
  cpSync(`${root}examples/web`, project, { recursive: true, filter: isSource });
  run("npm", ["ci", "--no-audit", "--no-fund", "--prefer-offline"]);
}

/** Builds every page and serves it under a path. */
function build(path) {
  const env = { ...process.env, VITE_WAXSEAL_PIN: merchant.pin };
  run("npx", ["vite", "build", `--base=${path}/`], project, env);
  const dist = `${project}/dist`;
  for (const file of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const full = join(file.parentPath ?? file.path, file.name);
    server.put(path + full.slice(dist.length), { body: readFileSync(full) });
  }
}

function run(program, args, cwd = project, env = process.env) {
  return execFileSync(program, args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

async function order(t, path) {
  server.requests = [];
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(server.origin + path);
  await page.getByLabel("Name").fill(NAME);
  await page.getByLabel("E-mail").fill(EMAIL);
  await page.getByRole("button", { name: "Order" }).click();
  const posted = await until(() => server.requests.find(({ url }) => url === "/orders"));
  assert.match(posted.headers["content-type"], URLENCODED);
  const { sealed, ...others } = Object.fromEntries(await entriesOf(posted));
  assert.deepEqual(others, { cart: "3 books" });
  const { fields, header } = await merchant.open(sealed);
  assert.deepEqual([fields, header.ref], [{ name: NAME, email: EMAIL }, "A-1001"]);
  const clear = server.requests.filter(({ url, body }) => (url + body).includes("Lovelace"));
  assert.deepEqual(clear, []);
  assert.deepEqual(faults, []);
}

async function until(find) {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return assert.fail("no order arrived");
}
