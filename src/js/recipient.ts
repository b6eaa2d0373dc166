import { WaxsealError } from "./error.js";
import type { Manifest, RecipientKey } from "./manifest.js";

/** How wrong a clock may be, in seconds, before a validity period is held against it. */
const CLOCK_TOLERANCE = 86_400;

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
  if (now > exp + CLOCK_TOLERANCE) throw new WaxsealError("expired", "the manifest is past its time");
  if (!isValid(iat, exp, now)) {
    throw new WaxsealError("not-yet-valid", "the manifest is from further ahead");
  }
  if (!allowsOrigin(manifest, origin)) {
    throw new WaxsealError("wrong-origin", "the manifest is for other origins");
  }
  if (version < minVersion) {
    throw new WaxsealError("rolled-back", "the manifest is older than the page asks for");
  }
}

function isValid(from: number, until: number, now: number): boolean {
  return from <= now + CLOCK_TOLERANCE && now <= until + CLOCK_TOLERANCE;
}

/** Only a test manifest allows `http://localhost` on any port, and wildcards. */
function allowsOrigin({ env, origins }: Manifest, origin: string): boolean {
  if (env !== "test") return origins.includes(origin);
  const allowed = [...origins, "http://localhost", "http://localhost:*"];
  return allowed.some((pattern) => pattern === origin || matches(pattern, origin));
}

/** The one `*` of a pattern is any characters but `/` and `@`. */
function matches(pattern: string, origin: string): boolean {
  const [before = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return false;
  const after = rest.join("*");
  const star = origin.slice(before.length, origin.length - after.length);
  return /^[^/@]+$/.test(star) && origin === before + star + after;
}
