// `waxseal verify-page` against the package as it is built: its files, and a bundle of them.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Desk } from "./support/desk.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const dist = `${root}pkg/dist/`;
const sha384 = (bytes) => `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
let desk;

before(async () => {
  desk = await Desk.open();
  mkdirSync(desk.path("site/waxseal"), { recursive: true });
  const files = { "waxseal.wasm": sha384(readFileSync(`${root}target/module/waxseal_bg.wasm`)) };
  const scripts = readdirSync(dist).filter((name) => name.endsWith(".js"));
  for (const name of scripts) files[name] = sha384(readFileSync(dist + name));
  const integrity = { name: "waxseal", version: "0.1.0", files };
  writeFileSync(desk.path("integrity.json"), JSON.stringify(integrity));
  cpSync(desk.path("vault/waxseal.jws"), desk.path("site/waxseal.jws"));
  cpSync(dist, desk.path("site/waxseal"), { recursive: true });
});

after(() => desk.close());

test("the built package on a page is found to be what was built", async () => {
  page("/waxseal/auto.js");
  const found = await verify();
  assert.deepEqual(codes(found, "serious"), []);
  assert.ok(!found.some(({ code }) => code.startsWith("package-")));
});

test("in a bundle the module is still found, byte for byte", async () => {
  for (const minify of [true, false]) {
    await build({
      entryPoints: [`${dist}auto.js`],
      outfile: desk.path("site/assets/app.js"),
      bundle: true,
      minify,
      format: "esm",
      logLevel: "warning",
    });
    page("/assets/app.js");
    const bundled = (await verify()).find(({ code }) => code === "package-bundled");
    assert.match(bundled.what, /the module within is as it was built/);
  }
});

test("one changed character of the bundled module is serious", async () => {
  const text = readFileSync(desk.path("site/assets/app.js"), "utf8");
  const at = text.indexOf("+ 2 D >,+++") + 400;
  const other = text[at] === "a" ? "b" : "a";
  writeFileSync(desk.path("site/assets/app.js"), text.slice(0, at) + other + text.slice(at + 1));
  assert.ok(codes(await verify(), "serious").includes("module-changed"));
});

function page(script) {
  const pin = readFileSync(desk.path("vault/vault.toml"), "utf8").match(/urn:[^"]+/)[0];
  writeFileSync(desk.path("site/checkout.html"), `<!doctype html>
    <script type="module" src="${script}"></script>
    <form method="post" data-waxseal="/waxseal.jws" data-waxseal-pin="${pin}">
      <input autocomplete="name" data-waxseal-field><button>Order</button>
    </form>`);
}

async function verify() {
  const args = ["verify-page", "site", "--integrity", "integrity.json", "--json"];
  // A serious finding is told by the exit code, too.
  const stdout = await desk.waxseal(...args).catch((failure) => failure.stdout);
  return stdout.trim().split("\n").map((line) => JSON.parse(line));
}

function codes(found, severity) {
  return found.filter((one) => one.severity === severity).map(({ code }) => code);
}
