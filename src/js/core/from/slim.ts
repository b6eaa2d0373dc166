import { WaxsealError } from "../errors.js";
import { ifAllowed } from "./allowed.js";
import { compiled, download, isAddress, type ModuleSource } from "./source.js";

/** How {@link initModule} fetches. */
export interface ModuleOptions {
  /** As in a script's `integrity` attribute: the browser refuses a file with another hash. */
  readonly integrity?: string | undefined;
}

/** Subresource Integrity (W3C): one hash or more, each whole. */
const HASHES = /^\s*(sha256-[\w+/-]{43}=|sha384-[\w+/-]{64}|sha512-[\w+/-]{86}==)(\s+|$)/;

/** The smallest module there is: a header and nothing else. */
const EMPTY = [0, 97, 115, 109, 1, 0, 0, 0];

let ready: WebAssembly.Module | undefined;
let pending: Promise<void> | undefined;

/**
 * Makes the module ready; before that, nothing can be verified or sealed. Once it is ready, a
 * further call does nothing; calls at the same time wait for the first.
 *
 * Rejects with a {@link WaxsealError}: `io` if it cannot be fetched, `csp-blocked` if the page's
 * policy forbids WebAssembly, `malformed` if it is not this version's `waxseal.wasm`. It can then
 * be called again.
 */
export async function initModule(source: ModuleSource, options: ModuleOptions = {}): Promise<void> {
  if (ready) return;
  pending ??= start(source, options).finally(() => (pending = undefined));
  await pending;
}

/** The module that {@link initModule} made ready. */
export function compile(): WebAssembly.Module {
  if (ready) return ready;
  throw new WaxsealError("not-ready", "await initModule first");
}

/** Throws if the page has not brought it. */
export function requireSource(): void {
  compile();
}

async function start(source: ModuleSource, { integrity = "" }: ModuleOptions): Promise<void> {
  ifAllowed(() => new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(EMPTY))));
  if (integrity && !isAddress(source)) {
    throw new WaxsealError("unsupported", "integrity is checked of a URL alone");
  }
  // Browsers pass over what they do not understand, and check nothing.
  if (integrity && !HASHES.test(integrity)) {
    throw new WaxsealError("unsupported", "integrity: is no hash that browsers know");
  }
  const module = await compiled(isAddress(source) ? await download(source, integrity) : source);
  // Another version's functions may take other arguments.
  if (WebAssembly.Module.customSections(module, SECTION).length !== 1) {
    throw new WaxsealError("malformed", "not this version's waxseal.wasm");
  }
  ready = module;
}
