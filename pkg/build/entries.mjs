// Entries that import one another stay files of their own.
import { join, relative } from "node:path";
import { at } from "./paths.mjs";

/** A page may load several of these: each file, and the module above all, is loaded once. */
export function keepEntriesApart(entries) {
  const setup = ({ onResolve }) => {
    // Under its own name: the page's bundler chooses which of the package's files that is.
    onResolve({ filter: /^waxseal$/ }, ({ path }) => ({ path, external: true }));
    onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, resolveDir }) => {
      const source = relative(at("src/js"), join(resolveDir, path));
      return entries.includes(source.replace(/\.js$/, "")) ? { path: `./${source}`, external: true } : null;
    });
  };
  return { name: "entries", setup };
}
