/** Runs when the page has nothing better to do. */
export function idle(action: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(action);
  else setTimeout(action, 200);
}
