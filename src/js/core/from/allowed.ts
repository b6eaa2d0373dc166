import { WaxsealError } from "../errors.js";

/**
 * What needs WebAssembly, done; or the reason why it cannot be had here. Some browsers apply the
 * page's policy when a module is compiled, WebKit when it is instantiated.
 */
export function ifAllowed<T>(action: () => T): T {
  if (typeof WebAssembly === "undefined") {
    throw new WaxsealError("unsupported", "this browser has no WebAssembly");
  }
  try {
    return action();
  } catch (error) {
    throw error instanceof RangeError
      ? new WaxsealError("io", "the module has no memory left")
      : new WaxsealError("csp-blocked", "add 'wasm-unsafe-eval' to the page's script-src");
  }
}
