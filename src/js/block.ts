import { emit } from "./events.js";
import { WaxsealError } from "./index.js";

/** Keeps a form that cannot be protected from sending anything, and tells the page why. */
export function block(form: HTMLFormElement, cause: unknown): void {
  const error = new WaxsealError("unsupported", "this form could not be protected");
  const tell = () => emit(form, "waxseal:error", error);
  // A control named `addEventListener` would hide the form's own.
  const listen: HTMLFormElement["addEventListener"] = EventTarget.prototype.addEventListener.bind(form);
  const stop = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    tell();
  };
  const clear = ({ formData }: FormDataEvent) => {
    for (const name of [...formData.keys()]) formData.delete(name);
  };
  listen("submit", stop, true);
  listen("formdata", clear, true);
  // Later than this script has run: a page may well listen only then.
  queueMicrotask(tell);
  queueMicrotask(() => {
    throw cause;
  });
}
