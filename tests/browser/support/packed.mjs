// The package as npm packs it, unpacked where a project would have it.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Packs into a folder, as npm would publish it, and returns the tarball's path. */
export function packInto(folder) {
  const options = ["pack", "--silent", "--pack-destination", folder];
  const file = execFileSync("npm", options, { cwd: `${root}pkg`, encoding: "utf8" }).trim();
  return `${folder}/${file}`;
}

/** Packs and unpacks into `target/<name>`, a project of its own. */
export function pack(name) {
  const project = `${root}target/${name}`;
  const folder = `${project}/node_modules/waxseal`;
  rmSync(project, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const tarball = packInto(project);
  execFileSync("tar", ["-xzf", tarball, "-C", folder, "--strip-components=1"]);
  return { project, folder, tarball };
}

/** The public names of the entries that are scripts, as an import writes them. */
export function entries(folder) {
  const { exports } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const isScript = ([, conditions]) => conditions.import?.default !== undefined;
  return Object.entries(exports).filter(isScript).map(([name]) => name.replace(/^\./, "waxseal"));
}
