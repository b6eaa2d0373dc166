import { attempt } from "./attempt.js";
import { WaxsealError } from "./error.js";
import { verifyJws } from "./jws.js";
import type { Manifest } from "./manifest.js";
import { loadModule } from "./module.js";
import { recall, remember } from "./manifest-store.js";
import { readManifest } from "./read-manifest.js";
import { refused } from "./recipient.js";

/** A manifest whose signature, pin and shape are verified. */
export interface Verified {
  readonly manifest: Manifest;
  /** The thumbprint of the identity that signed it. */
  readonly identity: string;
  /** What the page should know although the manifest is good. */
  readonly warnings: readonly WaxsealError[];
}

/** The manifest's text, from where the page says, or the text itself. */
export async function read(manifest: string | URL): Promise<string> {
  // Where there is no module, that is what is amiss, whatever comes of the fetch.
  loadModule();
  const text = String(manifest).trim();
  return /^eyJ[\w-]*\.[\w-]*\.[\w-]*$/.test(text) ? text : (await download(manifest)).trim();
}

/** How long a manifest may take, in milliseconds. */
const PATIENCE = 3e4;

async function download(url: string | URL): Promise<string> {
  let reason = "no answer";
  try {
    // A shopper's submit may be waiting for it. Not every browser has the time limit.
    const signal = AbortSignal.timeout?.(PATIENCE) ?? null;
    const response = await fetch(url, { cache: "no-cache", signal });
    if (response.ok) return await response.text();
    reason = `HTTP ${response.status}`;
  } catch {
    // What browsers say here does not help.
  }
  throw new WaxsealError("io", `the manifest could not be fetched: ${reason}`);
}

/** Verifies signature, pin and shape. */
function verify(jws: string, pins: string): Verified {
  const { payload, identity } = verifyJws(jws, pins);
  return { manifest: readManifest(payload), identity, warnings: [] };
}

/** The manifest to use: the one served, or a newer one kept from before while that is valid. */
export function newest(jws: string, pins: string, check: (manifest: Manifest) => void): Verified {
  const served = verify(jws, pins);
  const kept = attempt(() => newerKept(served, pins));
  if (kept && isValid(kept, check)) return { ...kept, warnings: [refused("rolled-back")] };
  check(served.manifest);
  if (kept) return { ...served, warnings: [refused("rolled-back")] };
  remember(served.identity, jws);
  return served;
}

function newerKept({ identity, manifest }: Verified, pins: string): Verified | undefined {
  const kept = verify(recall(identity) ?? "", pins);
  const isNewer = kept.identity === identity && kept.manifest.version > manifest.version;
  return isNewer ? kept : undefined;
}

function isValid({ manifest }: Verified, check: (manifest: Manifest) => void): boolean {
  return attempt(() => (check(manifest), true)) === true;
}
