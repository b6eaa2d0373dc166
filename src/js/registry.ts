import type { Protection } from "./protection.js";

/**
 * The protected forms, and the listeners on the window that serve them all: there they come before
 * the document's and the form's own. None of it keeps a form alive that the page has let go.
 */
const protections = new WeakMap<EventTarget, Protection>();
const living = new Set<WeakRef<Protection>>();
let listening = false;

/** The protection of a form, if it has one. */
export function protectionOf(form: EventTarget | null): Protection | undefined {
  return form ? protections.get(form) : undefined;
}

/** Puts a form under its protection. */
export function register(protection: Protection): void {
  protections.set(protection.form, protection);
  living.add(new WeakRef(protection));
  if (!listening) listen();
  listening = true;
}

/** Lets a form go. */
export function unregister(protection: Protection): void {
  protections.delete(protection.form);
}

function listen(): void {
  addEventListener("submit", (event) => protectionOf(event.target)?.onSubmit(event), true);
  addEventListener("formdata", (event) => protectionOf(event.target)?.onFormData(event), true);
  addEventListener("pagehide", () => each((protection) => protection.onHide()));
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) each((protection) => protection.onRestore());
  });
}

function each(action: (protection: Protection) => void): void {
  for (const reference of living) {
    const protection = reference.deref();
    if (protection && protectionOf(protection.form) === protection) action(protection);
    else living.delete(reference);
  }
}
