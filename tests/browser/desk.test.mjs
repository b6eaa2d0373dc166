// The walk of docs/desk.md, done for real: a page in Chromium, the commands, their output.
//
// `WRITE_DESK=1` writes what came out into the document. Read it before it is kept.

import assert from "node:assert/strict";
import { chmod, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { visit } from "./demo-customer.mjs";
import { openShop, orders } from "./demo-shop.mjs";
import { launchChromium } from "./support/chromium.mjs";
import { commands, pieces, read, run, steady, write } from "./support/walk.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const document = join(root, "docs/desk.md");

let folder;
let browser;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-"));
  await writeFile(join(folder, "passphrase.txt"), "the passphrase of Acme Books\n");
  await chmod(join(folder, "passphrase.txt"), 0o600);
  await cp(join(root, "examples/templates/packing-slip.html"), join(folder, "packing-slip.html"));
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

const env = {
  PATH: [join(root, "target/debug"), process.env.PATH].join(delimiter),
  HOME: process.env.HOME,
  LANG: "C.UTF-8",
  WAXSEAL_OPERATOR: "ada",
  WAXSEAL_TEST_ITERATIONS: process.env.WAXSEAL_TEST_ITERATIONS ?? "",
};

test("docs/desk.md is what happens", async () => {
  const differences = [];
  const blocks = pieces(await read(document));
  for (const [index, block] of blocks.entries()) {
    if (block.kind === "toml" && block.name) await write(folder, block.name, `${block.lines.join("\n")}\n`);
    if (block.kind === "page" && !block.done) await order(following(blocks, index));
    if (block.kind === "console") differences.push(...(await perform(block)));
  }
  if (process.env.WRITE_DESK) await writeFile(document, written(blocks));
  else assert.deepEqual(differences, []);
});

/** Page blocks with only empty lines between them: the orders of one day. */
function following(blocks, start) {
  const found = [];
  for (const block of blocks.slice(start)) {
    if (block.kind === "page") found.push(Object.assign(block, { done: true }));
    else if (block.lines.join("") !== "") break;
  }
  return found;
}

async function perform(block) {
  const differences = [];
  const happened = [];
  for (const { command, output } of commands(block)) {
    const assignment = command.match(/^export (\w+)=(\S+)$/);
    if (assignment) env[assignment[1]] = assignment[2];
    const shown = assignment ? [] : await run(command, folder, env);
    happened.push(`$ ${command.replaceAll("\n", "\n> ")}`, ...shown);
    const [expected, actual] = [output, shown].map((lines) => lines.map(steady));
    if (expected.join("\n") !== actual.join("\n")) {
      differences.push({ line: block.line, command, expected, actual });
    }
  }
  block.lines = happened.flatMap((line) => line.split("\n"));
  return differences;
}

/** Types orders into the demo shop on the walk's own vault, and exports what the shop stored. */
async function order(blocks) {
  const vault = ["--vault", join(folder, "vault"), "--passphrase-file", join(folder, "passphrase.txt")];
  const shop = await openShop(vault);
  try {
    for (const block of blocks) await place(shop, answers(block));
    const rows = (await orders(shop)).map(({ id, sealed }) => `${1000 + id},${sealed}\n`);
    await writeFile(join(folder, "orders.csv"), `order,sealed\n${rows.join("")}`);
  } finally {
    assert.equal(await shop.close(), 0);
  }
}

const answers = ({ lines }) => Object.fromEntries(lines.map((line) => line.split(/: (.*)/).slice(0, 2)));

async function place(shop, { group, ...typed }) {
  const { page, close } = await visit(browser, `${shop.url}?group=${group}`);
  for (const [label, text] of Object.entries(typed)) await fill(page.getByLabel(label), text);
  await Promise.all([
    page.waitForURL(/\/orders\/\d+/),
    page.getByRole("button", { name: /order/i }).first().click(),
  ]);
  await close();
}

async function fill(input, text) {
  const isSelect = await input.evaluate((element) => element.tagName === "SELECT");
  await (isSelect ? input.selectOption({ label: text }) : input.fill(text));
}

function written(blocks) {
  const text = ({ kind, name, lines }) => {
    if (kind === "prose") return lines[0];
    return [`\`\`\`${kind}${name ? ` ${name}` : ""}`, ...lines, "```"].join("\n");
  };
  return blocks.map(text).join("\n");
}
