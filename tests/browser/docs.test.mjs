// The documents for web developers: their TypeScript compiles, and the quick start works as it stands.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { on } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { written } from "../../docs/errors/write.mjs";
import { launchChromium } from "./support/chromium.mjs";
import { pack, root } from "./support/packed.mjs";
import { complaints, typesProject } from "./support/typescript.mjs";

const read = (path) => readFileSync(root + path, "utf8");
const documents = readdirSync(`${root}docs`).filter((name) => name.endsWith(".md"));

/** The fenced blocks of a document: its language, the word after that, and what it holds. */
function blocks(path) {
  const fences = read(path).matchAll(/^```(\S*)(?: (\S+))?\n(.*?)^```$/gms);
  return [...fences].map(([, language, name, code]) => ({ language, name, code }));
}

test("the TypeScript of the documents compiles against the package's types", () => {
  const folder = typesProject("docs-types");
  const examples = documents.flatMap((document) =>
    blocks(`docs/${document}`)
      .filter(({ language, name }) => language === "ts" && !name)
      .map(({ code }, index) => [`${document}-${index}.ts`, code]),
  );
  assert.ok(examples.length > 5);
  for (const [file, code] of examples) writeFileSync(`${folder}/${file}`, code);
  assert.equal(complaints(folder, { moduleDetection: "force" }), "");
});

test("docs/errors.md is what `node docs/errors/write.mjs` writes", () => {
  assert.equal(read("docs/errors.md"), written());
});

test("the codes that a page meets are those that its code can throw", () => {
  const told = [...read("docs/errors.md").matchAll(/^- \*\*`([a-z-]+)`/gm)].map(([, code]) => code);
  assert.deepEqual(told.sort(), pageCodes());
});

/** What only the modules of servers and tests have of the library's rooms, and the desk. */
const NOT_IN_A_PAGE =
  /^(bin|open|reseal|inspect)\b|^(error|lib)\.rs|keywrap|\/(read|reader|find|parse|sign|testing|inspect|tests)\.rs|^policy\/(check|toml|origin|presets)/;

/** The codes that a page's TypeScript and the rooms of its module name. */
function pageCodes() {
  const files = (ending) => readdirSync(`${root}src`, { recursive: true }).filter((path) => path.endsWith(ending));
  const scripts = files(".ts").filter((path) => path.startsWith("js/") && !/^js\/(inspect|testing)/.test(path));
  // `manifest/read.rs` is what a page reads; the others of that name are the desk's.
  const rust = files(".rs").filter((path) => path === "manifest/read.rs" || !NOT_IN_A_PAGE.test(path));
  const find = (paths, makes) => paths.flatMap((path) => [...read(`src/${path}`).matchAll(makes)].map(([, code]) => code));
  const kebab = (name) => name.replace(/(?<=[a-z])[A-Z]/g, "-$&").toLowerCase();
  const codes = [...find(scripts, /WaxsealError\(\s*"([a-z-]+)"/g), ...find(scripts, /\? new WaxsealError\("([a-z-]+)"/g)];
  return [...new Set([...codes, ...find(rust, /Code::([A-Z]\w+)/g).map(kebab)])].sort();
}

test("what the documents link to is there", () => {
  for (const document of documents) {
    const links = [...read(`docs/${document}`).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)];
    for (const [, link] of links) {
      assert.ok(existsSync(`${root}docs/${link}`), `${document}: ${link}`);
    }
  }
});

test("what the documents quote from an example stands in it", () => {
  const quotes = documents.flatMap((document) => blocks(`docs/${document}`).filter(({ name }) => /^(examples|tests)\//.test(name ?? "")));
  assert.ok(quotes.length > 3);
  const words = (text) => text.replaceAll(/\s+/g, " ");
  for (const { name, code } of quotes) {
    // "…" stands for what was left out.
    for (const piece of code.split(/^\s*…$/m)) assert.ok(words(read(name)).includes(words(piece.trim())), `${name}: ${piece}`);
  }
});

test("the quick start works, file by file and command by command", async (t) => {
  const folder = `${pack("quick-start").project}/shop`;
  mkdirSync(folder);
  const named = Object.fromEntries(blocks("docs/quick-start.md").map(({ name, code }) => [name, code]));
  for (const file of ["checkout.html", "shop.mjs", "checkout.test.mjs"]) {
    writeFileSync(`${folder}/${file}`, named[file]);
  }
  const env = { ...process.env, npm_config_prefer_offline: "true", npm_config_audit: "false" };
  const { "playwright-core": playwright } = JSON.parse(read("package.json")).devDependencies;
  // A test that starts tests would otherwise be taken for one of its own.
  delete env.NODE_TEST_CONTEXT;
  const run = (commands) => execFileSync("sh", ["-ec", commands], { cwd: folder, env, encoding: "utf8" });
  run(named.install.replace("playwright-core", `playwright-core@${playwright}`));
  assert.match(run(named.test), /^(?:#|ℹ) pass 3$/m);
  const shop = spawn(process.execPath, ["shop.mjs"], { cwd: folder, env: { ...env, PORT: "0" } });
  t.after(() => shop.kill());
  const printed = until(shop.stdout, /opened:[^}]*}/);
  const [address] = await until(shop.stdout, /http:\S+/);
  await order(t, address);
  assert.equal((await printed)[0], /^opened:.*?^}/ms.exec(read("docs/quick-start.md"))[0]);
});

/** Waits for a stream to say it. */
async function until(stream, words) {
  let said = "";
  for await (const [chunk] of on(stream, "data")) {
    said += chunk;
    const match = words.exec(said);
    if (match) return match;
  }
  return assert.fail(said);
}

/** As the quick start tells its reader to. */
async function order(t, address) {
  const browser = await launchChromium();
  t.after(() => browser.close());
  const page = await browser.newPage();
  const faults = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.goto(address);
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Street").fill("1 High Street");
  await page.getByRole("button", { name: "Order" }).click();
  await page.getByText(/^Thank you\. We store: 3 books, eyJ/).waitFor();
  assert.deepEqual(faults, []);
}
