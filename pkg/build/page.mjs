// What the leak kit runs in the page, as a text.
import { build } from "esbuild";
import { at } from "./paths.mjs";

/** `waxseal:page` is the text of `src/js/testing/leaks/inside/main.ts`; run, it is an object `page`. */
export function pageScript() {
  const setup = ({ onResolve, onLoad }) => {
    onResolve({ filter: /^waxseal:page$/ }, ({ path }) => ({ path, namespace: "page" }));
    onLoad({ filter: /./, namespace: "page" }, async () => ({ contents: `export default ${JSON.stringify(await text())}` }));
  };
  return { name: "page", setup };
}

async function text() {
  const { outputFiles } = await build({
    entryPoints: [at("src/js/testing/leaks/inside/main.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    globalName: "page",
    target: ["es2022"],
  });
  return outputFiles[0].text;
}
