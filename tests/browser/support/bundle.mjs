// A script as a developer's bundler makes it of the package, its peers inside.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

export async function bundle(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT },
    alias: { "waxseal/fields": `${ROOT}pkg/dist/fields.js` },
    bundle: true,
    format: "esm",
    write: false,
  });
  return outputFiles[0].text;
}
