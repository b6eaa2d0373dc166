// What the tests of this folder share: the vectors, and the desk as a program that reads lines.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);

export const vectors = (name) =>
  JSON.parse(readFileSync(new URL(`tests/vectors/${name}.json`, root), "utf8"));

/** What examples/open_order.rs finds in these orders, with the keys of the vectors. */
export function openAtTheDesk(lines) {
  const program = ["run", "--quiet", "--example", "open_order", "tests/vectors/orders.json"];
  const output = execFileSync("cargo", program, {
    cwd: fileURLToPath(root),
    input: lines.map((line) => `${line}\n`).join(""),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return output.trimEnd().split("\n").map((line) => JSON.parse(line));
}
