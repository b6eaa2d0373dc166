/** Acts when everyone else has heard of the event: never, if the page stops it on its way. */
export function lastly(event: Event, action: () => void): void {
  // The window, or the root of a form that it does not hear of. Added now, the listener comes last.
  const root = event.composedPath().at(-1);
  const last = (now: Event) => {
    // Another form's may come in between, and one whose way the page stops never comes here.
    if (now !== event && event.eventPhase) return;
    root?.removeEventListener(event.type, last);
    if (now === event) action();
  };
  root?.addEventListener(event.type, last);
}
