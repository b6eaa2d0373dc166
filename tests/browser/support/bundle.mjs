// What tests make of the package with a bundler.
import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A script as a developer's bundler makes it of the package, its peers inside. */
export async function bundle(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    alias: {
      waxseal: `${root}pkg/dist/index.js`,
      "waxseal/fields": `${root}pkg/dist/fields.js`,
      "waxseal/react": `${root}pkg/dist/react.js`,
    },
    define: { "process.env.NODE_ENV": '"development"' },
    bundle: true,
    format: "esm",
    write: false,
  });
  return outputFiles[0].text;
}
