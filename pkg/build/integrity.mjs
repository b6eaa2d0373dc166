// The hash of every file that ships.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { DIST, at } from "./paths.mjs";

/** Writes `integrity.json`: what a page's `integrity` attributes and `verify-page` are held against. */
export function writeIntegrity() {
  const { name, version } = JSON.parse(readFileSync(at("pkg/package.json"), "utf8"));
  const entries = readdirSync(DIST, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(DIST.length + 1));
  const files = Object.fromEntries(paths.sort().map((path) => [path, hash(`${DIST}/${path}`)]));
  writeFileSync(`${DIST}/integrity.json`, `${JSON.stringify({ name, version, files }, null, 2)}\n`);
}

function hash(path) {
  return `sha384-${createHash("sha384").update(readFileSync(path)).digest("base64")}`;
}
