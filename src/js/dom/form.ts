/** An attribute of a form: a control named `getAttribute` would hide the form's own method. */
export function attributeOf(element: Element, name: string): string | null {
  return Element.prototype.getAttribute.call(element, name);
}

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

/** Hears of `form.submit()`, of which no event tells. Returns what gives the form its own back. */
export function hearSubmitMethod(form: HTMLFormElement, hear: () => void): () => void {
  const value = () => {
    hear();
    HTMLFormElement.prototype.submit.call(form);
  };
  // A control of this name is no method, and the page's own method stays.
  if (Object.hasOwn(form, "submit")) return () => {};
  Object.defineProperty(form, "submit", { value, configurable: true, writable: true });
  return () => {
    if (form.submit === value) Reflect.deleteProperty(form, "submit");
  };
}

/** Entries are scripts of their own, which share nothing but the form. */
const QUESTION = "waxseal:question";

/** What the form's protection answers; undefined while there is none. */
export function ask<T>(form: HTMLFormElement): T | undefined {
  let answer: T | undefined;
  const detail = (given: T) => (answer = given);
  EventTarget.prototype.dispatchEvent.call(form, new CustomEvent(QUESTION, { detail }));
  return answer;
}

/** Answers from now on, until the signal. */
export function answer(form: HTMLFormElement, give: () => unknown, signal: AbortSignal): void {
  const hear = (event: Event) => {
    event.stopImmediatePropagation();
    const { detail } = event as CustomEvent<unknown>;
    if (typeof detail === "function") detail(give());
  };
  EventTarget.prototype.addEventListener.call(form, QUESTION, hear, { signal });
}
