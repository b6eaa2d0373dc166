import { WaxsealError } from "./error.js";
import { Notices } from "./notices.js";
import { filter, nothing } from "./outgoing.js";

/** Keeps a form that cannot be protected from sending anything, and tells the page why. */
export function block(form: HTMLFormElement, cause: unknown): void {
  const error = new WaxsealError("unsupported", "this form could not be protected");
  const notices = new Notices(form, () => ({}));
  // A control named `addEventListener` would hide the form's own.
  const listen: HTMLFormElement["addEventListener"] = EventTarget.prototype.addEventListener.bind(form);
  const stop = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    notices.show(error);
  };
  listen("submit", stop, true);
  listen("formdata", (event) => filter(event, nothing(), () => {}), true);
  // Later than this script has run: a page may well listen only then.
  queueMicrotask(() => notices.show(error));
  queueMicrotask(() => {
    throw cause;
  });
}
