// How an entry comes by the module.
import { readFileSync, writeFileSync } from "node:fs";
import { DIST, at } from "./paths.mjs";

const WASM = at("target/module/waxseal_bg.wasm");
const { name, version } = JSON.parse(readFileSync(at("pkg/package.json"), "utf8"));

/** Of all shifts the one that compresses best. */
const SHIFT = 8;
/** An empty section of this name is in the module that ships beside the scripts of this version. */
const SECTION = `${name} ${version}`;

export const constants = { SHIFT: String(SHIFT), SECTION: JSON.stringify(SECTION) };

/** `waxseal:module` is the file of `src/js/module` with this name. */
export function moduleFrom(source) {
  const setup = ({ onResolve, onLoad }) => {
    onResolve({ filter: /^waxseal:module$/ }, () => ({ path: at(`src/js/module/${source}.ts`) }));
    onResolve({ filter: /^waxseal:file$/ }, () => ({ path: "./waxseal.wasm", external: true }));
    onResolve({ filter: /^waxseal:bytes$/ }, ({ path }) => ({ path, namespace: "bytes" }));
    onLoad({ filter: /./, namespace: "bytes" }, () => ({ contents: `export default ${JSON.stringify(text())}` }));
  };
  return { name: "module", setup };
}

/** The module as a file, with the mark that it belongs to this version. */
export function shipModule() {
  const mark = Buffer.from(SECTION);
  const section = Buffer.concat([Buffer.from([0, mark.length + 1, mark.length]), mark]);
  writeFileSync(`${DIST}/waxseal.wasm`, Buffer.concat([readFileSync(WASM), section]));
}

/**
 * Text of printable ASCII, which no server, page or minifier can damage: two thirds of the values
 * that a byte can have are written with an escape before their character. Base64 would hide from
 * gzip what repeats in the bytes, and cost a quarter more on the wire.
 */
function text() {
  return [...readFileSync(WASM)].map(write).join("");
}

/** Neither a quote nor a backslash is among the characters. `src/js/module/inlined.ts` reads them. */
function write(byte) {
  const value = (byte + SHIFT) & 255;
  const place = value % 90;
  return ["", " ", "!"][Math.floor(value / 90)] + String.fromCharCode(place + (place < 57 ? 35 : 36));
}
