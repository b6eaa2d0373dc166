/**
 * The newest verified manifest of each identity, so that whoever serves the page cannot bring back
 * an older one unseen. Best effort: storage may be off, full or cleared.
 */

/** The JWS kept for the identity that signed `jws`. It is as untrusted as any other text. */
export function recall(jws: string): string | undefined {
  return attempt(() => localStorage.getItem(keyOf(jws)) ?? undefined);
}

/** Keeps a verified manifest. */
export function remember(jws: string): void {
  attempt(() => localStorage.setItem(keyOf(jws), jws));
}

function attempt<T>(access: () => T): T | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}

function keyOf(jws: string): string {
  const header = jws.slice(0, jws.indexOf(".")).replaceAll("-", "+").replaceAll("_", "/");
  const { jwk }: { jwk: { x: string } } = JSON.parse(atob(header));
  return `waxseal:${jwk.x}`;
}
