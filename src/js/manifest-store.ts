import { attempt } from "./attempt.js";

/*
 * The newest verified manifest of each identity, so that whoever serves the page cannot bring back
 * an older one unseen. Best effort: storage may be off, full or cleared.
 */

/** The manifest kept for an identity. It is as untrusted as any other text. */
export function recall(identity: string): string | undefined {
  return attempt(() => localStorage.getItem(keyOf(identity)) ?? undefined);
}

/** Keeps a verified manifest. */
export function remember(identity: string, jws: string): void {
  attempt(() => localStorage.setItem(keyOf(identity), jws));
}

function keyOf(identity: string): string {
  return `waxseal:${identity}`;
}
