import { WaxsealError } from "../core/errors.js";

/** How long a manifest may take, in milliseconds. */
const PATIENCE = 3e4;

/** The manifest's text, from where the page says, or the text itself. */
export async function read(manifest: string | URL): Promise<string> {
  const text = String(manifest).trim();
  if (/^eyJ[\w-]*\.[\w-]*\.[\w-]*$/.test(text)) return text;
  return download(manifest);
}

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
