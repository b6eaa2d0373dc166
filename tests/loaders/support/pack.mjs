// The package as npm would publish it.
import { join } from "node:path";
import { BUILT, ROOT } from "./paths.mjs";
import { run } from "./programs.mjs";

/** Packs it and returns the tarball's path. */
export async function pack() {
  const command = ["npm", "pack", "./pkg", "--json", "--loglevel=error", "--pack-destination", BUILT];
  const [{ filename }] = JSON.parse(await run(ROOT, command));
  return join(BUILT, filename);
}
