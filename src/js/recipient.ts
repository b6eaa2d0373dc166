import type { Code } from "./codes.js";
import { WaxsealError } from "./error.js";
import { literal } from "./literal.js";
import type { Manifest, RecipientKey } from "./manifest.js";

/** How wrong a clock may be, in seconds, before a validity period is held against it. */
export const CLOCK_TOLERANCE = 86_400;

/** The key to seal to: of several valid ones, the latest. */
export function recipient(
  { keys }: Manifest,
  role: string,
  group: string | undefined,
  now: number,
): RecipientKey {
  const valid = keys
    .filter((key) => key.role === role && key.grp === group && isValid(key.nbf, key.exp, now))
    .sort((a, b) => a.nbf - b.nbf);
  const latest = valid.at(-1);
  if (!latest) throw new WaxsealError("policy", `no valid key for the role ${role}`);
  return latest;
}

/** Throws unless a page at `origin` may use the manifest now. */
export function checkManifest(
  manifest: Manifest,
  origin: string,
  minVersion: number,
  now: number,
): void {
  const { iat, exp, version } = manifest;
  if (now > exp + CLOCK_TOLERANCE) throw refused("expired");
  if (!isValid(iat, exp, now)) throw refused("not-yet-valid");
  if (!allowsOrigin(manifest, origin)) {
    throw new WaxsealError("wrong-origin", `the manifest is not for ${origin}`);
  }
  if (version < minVersion) throw refused("rolled-back");
}

/** The code says it all. */
export function refused(code: Code): WaxsealError {
  return new WaxsealError(code, `the manifest is ${code}`);
}

/** Whether a period holds at a time, allowing for a wrong clock. */
export function isValid(from: number, until: number, now: number): boolean {
  return from <= now + CLOCK_TOLERANCE && now <= until + CLOCK_TOLERANCE;
}

/** Only a test manifest allows `http://localhost` on any port, and wildcards. */
export function allowsOrigin({ env, origins }: Manifest, origin: string): boolean {
  if (env !== "test") return origins.includes(origin);
  const allowed = [...origins, "http://localhost", "http://localhost:*"];
  return allowed.some((pattern) => expression(pattern).test(origin));
}

/** The one `*` of a pattern is any characters but `/` and `@`. */
function expression(pattern: string): RegExp {
  return new RegExp(`^${literal(pattern).replace("\\*", "[^/@]+")}$`);
}
