import { WaxsealError } from "../core/errors.js";
import type { Sealer } from "../seal/sealer.js";
import type { ProtectOptions, SealerSource } from "./options.js";
import { Protection } from "./protection.js";
import { protectionOf } from "./window.js";

/**
 * From now on the form sends what the policy allows and the sealed order, however it is sent: by the
 * browser, by `form.submit()`, or by a script through `new FormData(form)`.
 *
 * `sealer` is a {@link Sealer}, a promise of one, or a function that gives either. Before a promised
 * one is there, one submit waits for it (`aria-busy`). A function is called at once, and once more at
 * each submit after a failure that may pass: `io` and `not-ready`.
 *
 * While it lasts, the fields' inputs have no `name` (radios have theirs, but not while the browser
 * gathers what it sends), and carry the marks by which session-replay tools know what they are not to
 * record. Returns what ends the protection, and gives the form back as it was.
 *
 * Throws a {@link WaxsealError}: `policy` if the form is protected already; `unsupported` in a browser
 * without `FormDataEvent`, where the form stays blocked. What fails later is told by the event
 * `waxseal:error`, and shown to the shopper unless the page cancels that.
 */
export function protect(
  form: HTMLFormElement,
  sealer: SealerSource,
  options: ProtectOptions = {},
): () => void {
  // Mostly a `querySelector` that found nothing, in a page without types.
  if (!form) throw new WaxsealError("policy", "there is no form to protect");
  if (protectionOf(form)) throw new WaxsealError("policy", "the form is protected already");
  const protection = new Protection(form, options);
  if (typeof FormDataEvent === "undefined") throw refuse(protection, sealer);
  load(protection, sealer);
  return () => protection.release();
}

/** Again at a later submit, where it was a function that failed. */
function load(protection: Protection, source: SealerSource): void {
  const again = typeof source === "function" ? () => load(protection, source) : undefined;
  const use = (ready: Sealer) => protection.use(ready);
  const fail = (error: unknown) => protection.fail(coded(error), undefined, again);
  try {
    const sealer = ask(source);
    // At once, or in the turn of the page's own promise: whoever awaits it finds the form ready.
    if ("then" in sealer) sealer.then(use, fail);
    else use(sealer);
  } catch (error) {
    queueMicrotask(() => fail(error));
  }
}

function ask(source: SealerSource): Sealer | PromiseLike<Sealer> {
  return typeof source === "function" ? source() : source;
}

/** Such a browser would send the form as it is: the form stays blocked. */
function refuse(protection: Protection, source: SealerSource): WaxsealError {
  const error = new WaxsealError("unsupported", "this browser has no FormDataEvent");
  const fail = (ready?: Sealer) => protection.fail(error, ready?.manifest.contact);
  void Promise.resolve(source).then(ask).then(fail, () => fail());
  return error;
}

function coded(error: unknown): WaxsealError {
  if (error instanceof WaxsealError) return error;
  return new WaxsealError("not-ready", "the sealer could not be loaded");
}
