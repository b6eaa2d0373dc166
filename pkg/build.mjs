// From src/js and target/module to pkg/dist: two files of JavaScript, and their types.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const at = (path) => root + path;
const PLACE = "the module's bytes";
// Of all masks the one with which the bytes that a string has to escape are the rarest.
const MASK = 118;

rmSync(at("pkg/dist"), { recursive: true, force: true });

await build({
  absWorkingDir: root,
  define: { MASK: String(MASK) },
  entryPoints: ["src/js/index.ts", "src/js/auto.ts"],
  outdir: "pkg/dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "none",
  // The module's bytes go inside: nothing to fetch, and no bundler has to find a file.
  plugins: [
    { name: "bytes", setup: leavePlace },
    { name: "auto imports index", setup: keepIndexApart },
  ],
  logLevel: "warning",
});

inlineBytes(at("pkg/dist/index.js"));

const compiler = at("node_modules/typescript/bin/tsc");
const options = ["--declaration", "--emitDeclarationOnly"];
execFileSync(process.execPath, [compiler, ...options], { cwd: root, stdio: "inherit" });
// It describes the generated glue, which is not shipped, and no other declaration names it.
rmSync(at("pkg/dist/module.d.ts"));

/** A place for the module's bytes, which esbuild would write with longer escapes. */
function leavePlace({ onResolve, onLoad }) {
  const filter = /^waxseal:bytes$/;
  onResolve({ filter }, ({ path }) => ({ path, namespace: "bytes" }));
  onLoad({ filter, namespace: "bytes" }, () => ({ contents: `export default "${PLACE}"` }));
}

/**
 * A character to a byte: module scripts are always UTF-8. Base64 would hide from gzip and brotli
 * what repeats in the bytes, and cost a quarter more on the wire.
 */
function inlineBytes(path) {
  const escapes = { "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\" };
  const bytes = readFileSync(at("target/module/waxseal_bg.wasm")).map((byte) => byte ^ MASK);
  const literal = bytes
    .toString("latin1")
    .replace(/[\n\r"\\]/g, (character) => escapes[character])
    // Before a digit, \0 would be an octal escape.
    .replace(/\0([0-9]?)/g, (_, digit) => (digit ? `\\x00${digit}` : "\\0"));
  writeFileSync(path, readFileSync(path, "utf8").replace(PLACE, () => literal));
}

/** A page may load both files: the module is in the first alone. */
function keepIndexApart({ onResolve }) {
  onResolve({ filter: /^\.\/index\.js$/ }, () => ({ path: "./index.js", external: true }));
}
