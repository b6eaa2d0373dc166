/** Before a form is sent, or its first value typed, something of this is heard. */
const EVENTS = ["focusin", "submit", "formdata"];

/** Calls whenever elements came or went, and before a form is sent. Returns what ends it. */
export function whenFormsMayChange(look: () => void): () => void {
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
  for (const type of EVENTS) addEventListener(type, look, true);
  return () => {
    observer.disconnect();
    for (const type of EVENTS) removeEventListener(type, look, true);
  };
}
