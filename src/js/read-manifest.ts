import { Agreement } from "./agreement.js";
import { WaxsealError } from "./error.js";
import { thumbprint } from "./jws.js";
import type { Manifest } from "./manifest.js";
import { shapedManifest } from "./manifest-shape.js";
import { recipient } from "./recipient.js";

/** A payload whose signature was checked, as a manifest. */
export function readManifest(payload: unknown): Manifest {
  const manifest = shapedManifest(payload);
  checkKeys(manifest);
  return manifest;
}

/** The rules that hold whatever the time and the page. */
function checkKeys(manifest: Manifest): void {
  const kids = new Set<string>();
  for (const { x, kid } of manifest.keys) {
    if (kid !== thumbprint("X25519", x)) throw contradiction(kid, "is not the key's thumbprint");
    // Throws for a key of low order, or not below p.
    new Agreement(x).wipe();
    if (kids.has(kid)) throw contradiction(kid, "appears twice");
    if (manifest.revoked.includes(kid)) throw contradiction(kid, "is also revoked");
    kids.add(kid);
  }
  const groups = groupsOf(manifest);
  for (const { role } of Object.values(manifest.fields)) {
    for (const group of groups.length > 0 ? groups : [undefined]) {
      recipient(manifest, role, group, manifest.iat);
    }
  }
}

function contradiction(kid: string, reason: string): WaxsealError {
  return new WaxsealError("policy", `${kid}: ${reason}`);
}

/** The groups that orders are sealed for. */
export function groupsOf({ keys }: Manifest): string[] {
  return [...new Set(keys.map(({ grp }) => grp).filter((grp) => grp !== undefined))];
}
