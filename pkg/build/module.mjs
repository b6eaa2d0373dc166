// How an entry comes by its module, and by wasm-bindgen's script for it.
import { readFileSync, writeFileSync } from "node:fs";
import { DIST, at } from "./paths.mjs";

const { name, version } = JSON.parse(readFileSync(at("pkg/package.json"), "utf8"));

/** Of all shifts the one that compresses best. */
const SHIFT = 8;
/** An empty section of this name is in each module that ships beside the scripts of this version. */
const SECTION = `${name} ${version}`;

/** `cargo xtask build`, which runs this, says how the module was linked. */
const { STACK } = process.env;
if (!STACK) throw new Error("run cargo xtask build");

export const constants = { SHIFT: String(SHIFT), SECTION: JSON.stringify(SECTION), STACK };

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
    onLoad({ filter: /./, namespace: "made" }, ({ path }) => ({ contents: contents[path]() }));
  };
  return { name: "module", setup };
}

/**
 * The script as wasm-bindgen writes it, in a function: it asks for its coders when it starts, and
 * Jest's jsdom has none; and after a trap a new instance needs a face of its own. It has no document to
 * look for its own address in.
 */
function glue(module) {
  const script = readFileSync(at(`target/module/${module}.js`), "utf8");
  return `export function connect(TextEncoder, TextDecoder) {\nconst document = undefined;\n${script}\nreturn wasm_bindgen;\n}`;
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
