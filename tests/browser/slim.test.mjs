// waxseal/slim in Chromium: how it gets its module, and what it says when it cannot.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { root } from "./support/packed.mjs";
import { Shop } from "./support/shop.mjs";

const WASM = "/waxseal/waxseal.wasm";
const { files } = JSON.parse(readFileSync(`${root}pkg/dist/integrity.json`, "utf8"));
const bytes = readFileSync(`${root}pkg/dist/waxseal.wasm`);

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

let count = 0;

/** Runs a script on a fresh page that has imported slim: what it gives, or its error's code. */
async function page(t, script, headers = {}) {
  const path = `/slim/${++count}`;
  const html = `<!doctype html><script type="module">
    import { initModule, Sealer } from "/waxseal/slim.js";
    const load = () => Sealer.load({ manifest: "/slim.jws", pin: "${shop.merchant.pin}" });
    const seal = async () => (await load()).seal({ name: "Ada Lovelace" });
    const code = (promise) => promise.then(() => "done", ({ name, code }) => name + " " + code);
    const fetched = () => performance.getEntriesByName(location.origin + "${WASM}").length;
    window.result = await (async () => { ${script} })().catch(({ code, message }) => ({ code, message }));
    window.isDone = true;
  </script>`;
  shop.server.put("/slim.jws", { body: await shop.merchant.publish() });
  shop.server.put(path, { body: html, headers });
  const context = await shop.browser.newContext();
  t.after(() => context.close());
  const tab = await context.newPage();
  await tab.goto(shop.server.origin + path);
  await tab.waitForFunction(() => window.isDone);
  return tab.evaluate(() => window.result);
}

const opened = async (line) => (await shop.merchant.open(line)).fields;

test("before initModule nothing is verified or sealed, and nothing is fetched", async (t) => {
  const { code, message } = await page(t, "await load();");
  assert.deepEqual([code, message], ["not-ready", "await initModule first"]);
  assert.deepEqual(await page(t, `return fetched();`), 0);
});

test("before initModule that is what is told, though the manifest cannot be fetched either", async (t) => {
  shop.server.put("/nowhere.jws", { status: 404, body: "" });
  const nowhere = `Sealer.load({ manifest: "/nowhere.jws", pin: "${shop.merchant.pin}" })`;
  const asked = () => shop.server.requests.filter(({ url }) => url === "/nowhere.jws").length;
  assert.equal(await page(t, `return code(${nowhere});`), "WaxsealError not-ready");
  assert.equal(asked(), 0);
  assert.equal(await page(t, `await initModule("${WASM}"); return code(${nowhere});`), "WaxsealError io");
  assert.equal(asked(), 1);
});

for (const [what, source] of [
  ["a path", `"${WASM}"`],
  ["a URL", `new URL("${WASM}", location)`],
  ["an answer", `await fetch("${WASM}")`],
  ["an ArrayBuffer", `await (await fetch("${WASM}")).arrayBuffer()`],
  ["a view of bytes", `new Uint8Array(await (await fetch("${WASM}")).arrayBuffer())`],
  ["a compiled module", `await WebAssembly.compileStreaming(fetch("${WASM}"))`],
]) {
  test(`it seals with the module of ${what}`, async (t) => {
    assert.deepEqual(await opened(await page(t, `await initModule(${source}); return seal();`)), {
      name: "Ada Lovelace",
    });
  });
}

test("a server that does not know the file's type serves it as well", async (t) => {
  shop.server.put("/untyped", { body: bytes, headers: { "content-type": "application/octet-stream" } });
  const line = await page(t, `await initModule("/untyped"); return seal();`);
  assert.deepEqual(await opened(line), { name: "Ada Lovelace" });
});

test("two calls at once fetch once, and a further one fetches nothing", async (t) => {
  const script = `await Promise.all([initModule("${WASM}"), initModule("${WASM}")]);
    await initModule("/nowhere"); return fetched();`;
  assert.equal(await page(t, script), 1);
});

test("the file is held against its integrity", async (t) => {
  const right = files["waxseal.wasm"];
  const wrong = files["index.js"];
  const init = (integrity) => `return code(initModule("${WASM}", { integrity: "${integrity}" }));`;
  assert.equal(await page(t, init(right)), "done");
  assert.equal(await page(t, init(wrong)), "WaxsealError io");
});

for (const integrity of ["sha-384-AAAA", "sha384:AAAA", "sha384-", "md5-AAAA", "sha384-!", "none"]) {
  test(`integrity that browsers pass over is refused: ${integrity}`, async (t) => {
    const script = `return code(initModule("${WASM}", { integrity: "${integrity}" }));`;
    assert.equal(await page(t, script), "WaxsealError unsupported");
  });
}

test("integrity is refused where nothing would check it", async (t) => {
  const bytes = `new Uint8Array(8)`;
  const script = `return code(initModule(${bytes}, { integrity: "${files["waxseal.wasm"]}" }));`;
  assert.equal(await page(t, script), "WaxsealError unsupported");
});

test("a page that forbids WebAssembly is told which directive to add", async (t) => {
  const csp = { "content-security-policy": "script-src 'self' 'unsafe-inline'" };
  for (const source of [`"${WASM}"`, `new Uint8Array(${JSON.stringify([...bytes])})`]) {
    const { code, message } = await page(t, `await initModule(${source});`, csp);
    assert.equal(code, "csp-blocked");
    assert.match(message, /'wasm-unsafe-eval'/);
  }
});

test("a file that cannot be had is io, and can be tried again", async (t) => {
  shop.server.put("/gone.wasm", { status: 404, body: "gone" });
  const script = `const first = await code(initModule("/gone.wasm"));
    const second = await code(initModule("http://127.0.0.1:1/"));
    await initModule("${WASM}"); return [first, second, typeof await seal()];`;
  assert.deepEqual(await page(t, script), ["WaxsealError io", "WaxsealError io", "string"]);
});

test("what is no module, or another version's, is malformed", async (t) => {
  const unmarked = readFileSync(`${root}target/module/waxseal_bg.wasm`);
  shop.server.put("/page.wasm", { body: "<!doctype html>" });
  shop.server.put("/cut.wasm", { body: bytes.subarray(0, 20_000) });
  shop.server.put("/other.wasm", { body: unmarked });
  const sources = [`"/page.wasm"`, `"/cut.wasm"`, `"/other.wasm"`, `new Uint8Array(3)`, "{}", "undefined"];
  for (const source of sources) {
    const result = await page(t, `return code(initModule(${source}));`);
    assert.equal(result, "WaxsealError malformed", source);
  }
});

test("an answer that breaks off is io", async (t) => {
  const headers = { "content-type": "application/wasm" };
  const script = `const body = new ReadableStream({
      start(controller) { controller.enqueue(new Uint8Array(10)); },
      pull(controller) { controller.error(new TypeError("network")); },
    });
    return code(initModule(new Response(body, { headers: ${JSON.stringify(headers)} })));`;
  assert.equal(await page(t, script), "WaxsealError io");
});
