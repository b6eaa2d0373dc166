/// <reference path="../../../../target/module/waxseal.d.ts" />

/** Where the module comes from: `pkg/build.mjs` puts one of this folder's files in its place. */
declare module "waxseal:module" {
  /** The module, compiled. Throws a `WaxsealError` if there is none to be had. */
  export function compile(): WebAssembly.Module;
  /** Throws if it is the page that has to bring the module, and it has not. */
  export function requireSource(): void;
}

/** wasm-bindgen's own script, in a function: `pkg/build/module.mjs` says why. */
declare module "waxseal:glue" {
  /** A face for one instance of the module. */
  export function connect(encoder: unknown, decoder: unknown): typeof wasm_bindgen;
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

/** How many bytes at the start of the module's memory are its stack. */
declare const STACK: number;

/** The name of an empty custom section of the module that belongs to this build. */
declare const SECTION: string;
