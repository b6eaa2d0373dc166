// How an entry comes by its module, and by wasm-bindgen's script for it.
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { DIST, at } from "./paths.mjs";

const { name, version } = JSON.parse(readFileSync(at("pkg/package.json"), "utf8"));

/** Of all shifts the one that compresses best. */
const SHIFT = 8;
/** An empty section of this name is in each module that ships beside the scripts of this version. */
const SECTION = `${name} ${version}`;

export const constants = { SHIFT: String(SHIFT), SECTION: JSON.stringify(SECTION) };

const wasm = (module) => readFileSync(at(`target/module/${module}_bg.wasm`));

/**
 * `waxseal:module` is the file of `src/js/core/from` with this name, `waxseal:bytes` the module's bytes
 * as text, `waxseal:file` the module as a file, `waxseal:glue` wasm-bindgen's script.
 */
export function moduleFrom(source, module = "waxseal") {
  const contents = { bytes: () => `export default ${JSON.stringify(text(module))}`, glue: () => glue(module) };
  const setup = ({ onResolve, onLoad }) => {
    onResolve({ filter: /^waxseal:module$/ }, () => ({ path: at(`src/js/core/from/${source}.ts`) }));
    onResolve({ filter: /^waxseal:file$/ }, () => ({ path: `./${module}.wasm`, external: true }));
    onResolve({ filter: /^waxseal:(bytes|glue)$/ }, ({ path }) => ({ path: path.slice(8), namespace: "made" }));
    onLoad({ filter: /./, namespace: "made" }, async ({ path }) => ({ contents: await contents[path]() }));
  };
  return { name: "module", setup };
}

/**
 * The script as wasm-bindgen writes it, in a function: it asks for its coders when it starts, and
 * Jest's jsdom has none; and after a trap a new instance needs a face of its own. Without its default
 * export, which would fetch the module: `src/js/core/from` comes by it in other ways.
 */
async function glue(module) {
  const { outputFiles } = await build({
    stdin: { contents: `export * from "./${module}.js"`, resolveDir: at("target/module") },
    bundle: true,
    write: false,
    format: "esm",
    target: ["es2022"],
  });
  const face = outputFiles[0].text.replace("export {", "return {");
  return `export function connect(TextEncoder, TextDecoder) {\n${face}\n}`;
}

/** The module as a file, with the mark that it belongs to this version. */
export function shipModule(module) {
  const mark = Buffer.from(SECTION);
  const section = Buffer.concat([Buffer.from([0, mark.length + 1, mark.length]), mark]);
  writeFileSync(`${DIST}/${module}.wasm`, Buffer.concat([wasm(module), section]));
}

/**
 * Text of printable ASCII, which no server, page or minifier can damage: two thirds of the values
 * that a byte can have are written with an escape before their character. Base64 would hide from
 * gzip what repeats in the bytes, and cost a quarter more on the wire.
 */
function text(module) {
  return [...wasm(module)].map(write).join("");
}

/** Neither a quote nor a backslash is among the characters. `src/js/core/from/inlined.ts` reads them. */
function write(byte) {
  const value = (byte + SHIFT) & 255;
  const place = value % 90;
  return ["", " ", "!"][Math.floor(value / 90)] + String.fromCharCode(place + (place < 57 ? 35 : 36));
}
