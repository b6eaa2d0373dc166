// From src/js and target/module to pkg/dist: two files of JavaScript, and their types.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const at = (path) => root + path;

rmSync(at("pkg/dist"), { recursive: true, force: true });

await build({
  absWorkingDir: root,
  entryPoints: ["src/js/index.ts", "src/js/auto.ts"],
  outdir: "pkg/dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "none",
  // The module's bytes go inside: nothing to fetch, and no bundler has to find a file.
  loader: { ".wasm": "base64" },
  plugins: [{ name: "auto imports index", setup: keepIndexApart }],
  logLevel: "warning",
});

execFileSync(process.execPath, [at("node_modules/typescript/bin/tsc"), "--emitDeclarationOnly", "--declaration", "--stripInternal"], {
  cwd: root,
  stdio: "inherit",
});
// It describes the generated glue, which is not shipped, and no other declaration names it.
rmSync(at("pkg/dist/module.d.ts"));

/** A page may load both files: the module is in the first alone. */
function keepIndexApart({ onResolve }) {
  onResolve({ filter: /^\.\/index\.js$/ }, () => ({ path: "./index.js", external: true }));
}
