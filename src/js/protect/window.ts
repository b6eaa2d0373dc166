/** What the window tells a form under protection. */
export interface Listening {
  readonly form: HTMLFormElement;
  onSubmit(event: SubmitEvent): void;
  onFormData(event: FormDataEvent): void;
  /** The page is left, and may be kept. */
  onHide(): void;
  /** The page is back as it was left. */
  onRestore(): void;
}

/**
 * The protected forms, and the listeners on the window that serve them all: there they come before
 * the document's and the form's own. None of it keeps a form alive that the page has let go.
 */
const protections = new WeakMap<EventTarget, Listening>();
const living = new Set<WeakRef<Listening>>();
let listening = false;

/** The protection of a form, if it has one. */
export function protectionOf(form: EventTarget | null): Listening | undefined {
  return form ? protections.get(form) : undefined;
}

/** Puts a form under its protection. */
export function register(protection: Listening): void {
  protections.set(protection.form, protection);
  living.add(new WeakRef(protection));
  if (!listening) listen();
  listening = true;
}

/** Lets a form go. */
export function unregister(protection: Listening): void {
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

function each(action: (protection: Listening) => void): void {
  for (const reference of living) {
    const protection = reference.deref();
    if (protection && protectionOf(protection.form) === protection) action(protection);
    else living.delete(reference);
  }
}
