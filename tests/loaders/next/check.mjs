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
      page = await project.start("npm", "start", "--", "--port", String(await project.freePort()));
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
      const { sent, received } = await shopping(project, async (browser, shop) => {
        await orderWithoutScript(browser, `${shop}/action`);
        await orderBeforeScripts(browser, `${shop}/action`);
        await order(browser, `${shop}/action`);
      });
      assert.deepEqual([count(sent, /^next-action:/gim), count(sent, /name="\$ACTION_ID_/g)], [1, 2]);
      const [unscripted, early, hydrated, ...more] = received;
      assert.deepEqual([unscripted, early, more], [[CART], [CART], []]);
      return lineOf(hydrated, sent);
    },
  },
  {
    name: "Next.js App Router, useActionState",
    what: "useWaxseal, Server Action; two orders from one form",
    version,
    async run(project) {
      assert.match(await (await fetch(`${page}/state`)).text(), /<button disabled=""/);
      const act = (browser, shop) => orderTwice(browser, `${shop}/state`);
      const { sent, received } = await shopping(project, act);
      const [first, second, ...more] = received;
      assert.deepEqual(more, []);
      assert.notEqual(lineOf(first, sent), lineOf(second, sent));
      return lineOf(second, sent);
    },
  },
];

const count = (text, pattern) => text.match(pattern)?.length ?? 0;

/** What left the browser, and the entries that each call of a Server Action was given. */
async function shopping(project, act) {
  const file = join(project.folder, "received.jsonl");
  await rm(file, { force: true });
  const sent = await recorded(page, act);
  const calls = (await readFile(file, "utf8")).trim().split("\n");
  return { sent, received: calls.map((entries) => JSON.parse(entries)) };
}

/** The one sealed line, as it left the browser, and nothing else but the cart. */
function lineOf(entries, sent) {
  const sealed = entries.find(([name]) => name === "sealed")?.[1];
  assert.deepEqual(entries, [CART, ["sealed", sealed]]);
  assert.ok(sealed && sent.includes(sealed), "no such line left the browser");
  return sealed;
}
