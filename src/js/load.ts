import { fromModule, WaxsealError } from "./error.js";
import type { Manifest } from "./manifest.js";
import { recall, remember } from "./manifest-store.js";
import { loadModule, type ModuleSealer } from "./module.js";

/** A manifest whose signature, pin and shape are verified. */
export interface Verified {
  readonly module: ModuleSealer;
  readonly manifest: Manifest;
  /** What the page should know although the manifest is good. */
  readonly warnings: readonly WaxsealError[];
}

/** The manifest's text, from where the page says, or the text itself. */
export async function read(manifest: string | URL): Promise<string> {
  const text = String(manifest).trim();
  return /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(text) ? text : (await download(manifest)).trim();
}

async function download(url: string | URL): Promise<string> {
  try {
    const response = await fetch(url, { cache: "no-cache" });
    if (response.ok) return await response.text();
    throw new WaxsealError("io", `the manifest could not be fetched: HTTP ${response.status}`);
  } catch (error) {
    if (error instanceof WaxsealError) throw error;
    throw new WaxsealError("io", "the manifest could not be fetched");
  }
}

/** Verifies signature, pin and shape. */
function verify(jws: string, pin: string): Verified {
  const module = new (loadModule())(jws, pin);
  return { module, manifest: JSON.parse(module.payload()), warnings: [] };
}

/** The manifest to use: the one served, or a newer one kept from before while that is valid. */
export function newest(jws: string, pin: string, check: (module: ModuleSealer) => void): Verified {
  try {
    const served = verify(jws, pin);
    const kept = newerKept(served, pin);
    if (kept && isValid(kept, check)) return { ...kept, warnings: [rolledBack()] };
    check(served.module);
    if (kept) return { ...served, warnings: [rolledBack()] };
    remember(served.module.identity(), jws);
    return served;
  } catch (error) {
    throw fromModule(error);
  }
}

function newerKept({ module, manifest }: Verified, pin: string): Verified | undefined {
  const jws = recall(module.identity());
  if (jws === undefined) return undefined;
  try {
    const kept = verify(jws, pin);
    return kept.manifest.version > manifest.version ? kept : undefined;
  } catch {
    return undefined;
  }
}

function isValid({ module }: Verified, check: (module: ModuleSealer) => void): boolean {
  try {
    check(module);
    return true;
  } catch {
    return false;
  }
}

function rolledBack(): WaxsealError {
  return new WaxsealError("rolled-back", "the manifest served is older than one seen before");
}
