// The table of environments, for the terminal and for the documentation.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

const HEAD = ["environment", "version", "what was done", "", "seconds"];

export function print(rows) {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const padded = (line) => line.map((cell, column) => cell.padEnd(widths[column])).join(" | ");
  console.log(`\n${lines.map(padded).join("\n")}`);
  console.log(`${rows.filter(({ passed }) => passed).length} of ${rows.length} environments are ok`);
}

export async function write(rows) {
  const lines = [HEAD.slice(0, 3), HEAD.slice(0, 3).map(() => "---")];
  for (const row of rows) lines.push(cells(row).slice(0, 3));
  const table = lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
  await writeFile(join(ROOT, "docs/loaders.md"), `${INTRODUCTION}\n${table}\n`);
}

function cells({ name, version, what, passed, seconds }) {
  return [name, version, what, passed ? "ok" : "FAILED", seconds.toFixed(1)];
}

const INTRODUCTION = `# Where it loads

Each line is a project in [tests/loaders](../tests/loaders), as the tool's own starter makes it,
trimmed, with no configuration for Waxseal's sake. \`cargo xtask loaders --write\` installs the packed
package in each, builds it, seals one order, opens it with \`waxseal open\`, and writes this page. A
page's order is typed into its protected form and sent by the browser itself, or by React to its
Server Action; unless another browser is named it is Chromium. All versions are such as run on
Node.js 20.
`;
