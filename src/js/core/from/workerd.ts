import module from "waxseal:file";

/** The module that the Worker was deployed with: a Worker may not compile bytes of its own. */
export function compile(): WebAssembly.Module {
  return module;
}

/** Nothing is missing that the page has to bring. */
export function requireSource(): void {}
