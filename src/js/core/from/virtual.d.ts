/** Where the module comes from: `pkg/build.mjs` puts one of this folder's files in its place. */
declare module "waxseal:module" {
  /** The module, compiled. Throws a `WaxsealError` if there is none to be had. */
  export function compile(): WebAssembly.Module;
}

/** wasm-bindgen's own script, in a function: `pkg/build/module.mjs` says why. */
declare module "waxseal:glue" {
  export type Rust = typeof import("../../../../target/module/waxseal.js");
  /** A face for one instance of the module. */
  export function connect(encoder: unknown, decoder: unknown): Rust;
}

/** The module's bytes as text: `pkg/build.mjs` writes it, `inlined.ts` reads it. */
declare module "waxseal:bytes" {
  const text: string;
  export default text;
}

/** The module as a file beside the script, which a Worker's bundler compiles. */
declare module "waxseal:file" {
  const module: WebAssembly.Module;
  export default module;
}

/** What is added to each byte. */
declare const SHIFT: number;

/** The name of an empty custom section of the module that belongs to this build. */
declare const SECTION: string;
