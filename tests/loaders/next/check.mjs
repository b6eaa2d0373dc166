import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  order,
  orderBeforeScripts,
  orderTwice,
  orderWithoutScript,
  recorded,
} from "../support/action.mjs";

const CART = ["cart", "3 books"];

let page;
const version = (project) => project.version("next");

export const environments = [
  {
    name: "Next.js App Router, client component",
    what: "next build, next start",
    version,
    async run(project) {
      await project.putManifest("public/waxseal.jws");
      await project.run("npm", "run", "build");
      page = await project.start("npm", "start", "--", "--port", "0");
      return project.order(page);
    },
  },
  {
    name: "Next.js App Router, server component",
    what: "waxseal imported and sealing on the server",
    version,
    async run() {
      const html = await (await fetch(page)).text();
      const [, line] = html.match(/<output>([^<]+)<\/output>/) ?? assert.fail("no order in the page");
      return line;
    },
  },
  {
    name: "Next.js App Router, Server Action",
    what: "useWaxseal; also sent before hydration",
    version,
    async run(project) {
      const { sent, received, kept } = await shopping(project, async (browser, shop) => {
        await orderWithoutScript(browser, `${shop}/action`);
        await orderBeforeScripts(browser, `${shop}/action`);
        await order(browser, `${shop}/action`);
      });
      assert.deepEqual([count(sent, /^next-action:/gim), count(sent, /name="\$ACTION_ID_/g)], [1, 2]);
      const [unscripted, early, hydrated, ...more] = received;
      assert.deepEqual([unscripted, early, more], [[CART], [CART], []]);
      const line = lineOf(hydrated, sent);
      assert.deepEqual(kept, [line], "the action refuses what is not sealed");
      await assertVerified(project, "action");
      return line;
    },
  },
  {
    name: "Next.js App Router, useActionState",
    what: "useWaxseal, Server Action; two orders from one form",
    version,
    async run(project) {
      assert.match(await (await fetch(`${page}/state`)).text(), /<button disabled=""/);
      const act = (browser, shop) => orderTwice(browser, `${shop}/state`);
      const { sent, received, kept } = await shopping(project, act);
      const [first, second, ...more] = received;
      assert.deepEqual(more, []);
      const lines = [first, second].map((entries) => lineOf(entries, sent));
      assert.notEqual(...lines);
      assert.deepEqual(kept, lines);
      await assertVerified(project, "state");
      return lines[1];
    },
  },
];

const count = (text, pattern) => text.match(pattern)?.length ?? 0;

/** What left the browser, the entries that each call of a Server Action was given, and the orders it took. */
async function shopping(project, act) {
  const files = ["received.jsonl", "kept.jsonl"].map((name) => join(project.folder, name));
  for (const file of files) await rm(file, { force: true });
  const sent = await recorded(page, act);
  const [received, kept] = await Promise.all(files.map(records));
  return { sent, received, kept: kept.map(([, line]) => line) };
}

async function records(file) {
  const lines = (await readFile(file, "utf8")).trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

/** `waxseal verify-page` finds the form, its pin and its manifest in what the server rendered. */
async function assertVerified(project, name) {
  const findings = await project.merchant.verifyPage(`${page}/${name}`);
  const ofForm = findings.filter(({ code }) => /^(no-form|form-|pin-|manifest-|input-|field-)/.test(code));
  assert.deepEqual(ofForm.map(({ code }) => code), []);
}

/** The one sealed line, as it left the browser, and nothing else but the cart. */
function lineOf(entries, sent) {
  const sealed = entries.find(([name]) => name === "sealed")?.[1];
  assert.deepEqual(entries, [CART, ["sealed", sealed]]);
  assert.ok(sealed && sent.includes(sealed), "no such line left the browser");
  return sealed;
}
