// A built module with wasm-bindgen's own script for it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../target/module/", import.meta.url));

/** Starts one of the modules of `target/module`. What it throws is text: code, reason and subject. */
export async function start(name) {
  const rust = await import(`${folder}${name}.js`);
  const { memory } = rust.initSync({ module: readFileSync(`${folder}${name}_bg.wasm`) });
  return { ...rust, memory };
}
