// The package as npm would publish it.
import { join } from "node:path";
import { ROOT } from "./paths.mjs";
import { run } from "./programs.mjs";

/** Packs it into a folder and returns the tarball's path. */
export async function pack(folder) {
  const command = ["npm", "pack", "./pkg", "--json", "--loglevel=error", "--pack-destination", folder];
  const [{ filename }] = JSON.parse(await run(ROOT, command));
  return join(folder, filename);
}
