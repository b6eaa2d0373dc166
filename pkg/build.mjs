// From src/js and target/module to pkg/dist: two files of JavaScript, their types, and the licences.
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const at = (path) => root + path;
// Of all shifts the one that compresses best.
const SHIFT = 8;

rmSync(at("pkg/dist"), { recursive: true, force: true });

await build({
  absWorkingDir: root,
  define: { SHIFT: String(SHIFT) },
  entryPoints: ["src/js/index.ts", "src/js/auto.ts", "src/js/elements.ts", "src/js/fields.ts"],
  // An optional peer of the fields.
  external: ["card-validator"],
  outdir: "pkg/dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "none",
  // The module's bytes go inside: nothing to fetch, and no bundler has to find a file.
  plugins: [
    { name: "bytes", setup: inlineBytes },
    { name: "glue", setup: shortenGlue },
    { name: "entries stay apart", setup: keepApart },
  ],
  logLevel: "warning",
});

const compiler = at("node_modules/typescript/bin/tsc");
const options = ["--declaration", "--emitDeclarationOnly"];
execFileSync(process.execPath, [compiler, ...options], { cwd: root, stdio: "inherit" });
// It describes the generated glue, which is not shipped, and no other declaration names it.
rmSync(at("pkg/dist/module.d.ts"));

for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) copyFileSync(at(name), at(`pkg/dist/${name}`));

/**
 * Text of printable ASCII, which no server, page or minifier can damage: two thirds of the values
 * that a byte can have are written with an escape before their character. Base64 would hide from
 * gzip what repeats in the bytes, and cost a quarter more on the wire.
 */
function inlineBytes({ onResolve, onLoad }) {
  const filter = /^waxseal:bytes$/;
  onResolve({ filter }, ({ path }) => ({ path, namespace: "bytes" }));
  onLoad({ filter, namespace: "bytes" }, () => {
    const bytes = [...readFileSync(at("target/module/waxseal_bg.wasm"))];
    return { contents: `export default ${JSON.stringify(bytes.map(write).join(""))}` };
  });
}

/** The generated glue warns of a way to call it that nobody here takes. */
function shortenGlue({ onLoad }) {
  onLoad({ filter: /\/target\/module\/waxseal\.js$/ }, ({ path }) => {
    const warning = /console\.warn\('using deprecated parameters[^']*'\)/g;
    return { contents: readFileSync(path, "utf8").replace(warning, "") };
  });
}

/** Neither a quote nor a backslash is among the characters. `src/js/module.ts` reads them. */
function write(byte) {
  const value = (byte + SHIFT) & 255;
  const place = value % 90;
  return ["", " ", "!"][Math.floor(value / 90)] + String.fromCharCode(place + (place < 57 ? 35 : 36));
}

/** A page may load several entries: what one of them is made of is in none of the others. */
function keepApart({ onResolve }) {
  onResolve({ filter: /^\.\/(index|elements)\.js$/ }, ({ path }) => ({ path, external: true }));
}
