/*
 * Runs in every frame of the page before its own scripts, and tells what leaves by ways that the
 * browser's protocol does not show. `pkg/build.mjs` makes one text of it, which is sent there.
 */
import { listenToPage } from "./events.js";
import { hookDoors } from "./hooks.js";
import { Teller } from "./teller.js";

/** Begins, and tells through the function of this name. */
export function install(binding: string): void {
  const scope = globalThis as unknown as Record<string, unknown>;
  const send = scope[binding];
  // Installed already.
  if (typeof send !== "function") return;
  delete scope[binding];
  const teller = new Teller(send as (told: string) => void);
  hookDoors(teller);
  listenToPage(teller);
}
