/**
 * Protects every form with `data-waxseal`, those added later among them:
 * `<form data-waxseal="/waxseal.jws" data-waxseal-pin="…">`. One script element and no code.
 * Defines the elements, too.
 */
import { attributeOf } from "./dom/form.js";
import { emit } from "./protect/events.js";
import { defineElements } from "./elements.js";
import { type Messages, protect, type ProtectOptions, Sealer, WaxsealError } from "./index.js";

/** With them the events are typed where this entry alone is imported. */
export type { ExpiringDetail, InvalidDetail, ReadyDetail, SealedDetail } from "./index.js";

const sealers = new Map<string, Promise<Sealer>>();
const seen = new WeakSet<HTMLFormElement>();

function protectAll(): void {
  // An image named `querySelectorAll` would hide the document's own.
  const find: Document["querySelectorAll"] = Document.prototype.querySelectorAll.bind(document);
  for (const form of find<HTMLFormElement>("form[data-waxseal]")) {
    if (seen.has(form)) continue;
    seen.add(form);
    start(form);
  }
}

function start(form: HTMLFormElement): void {
  try {
    protect(form, () => sealerOf(form), optionsOf(form));
  } catch (error) {
    // After one of ours the form is blocked and the page was told. The others go on after any.
    if (!(error instanceof WaxsealError)) block(form, error);
  }
}

/** One manifest is fetched once, whatever the number of forms; again, if it could not be. */
function sealerOf(form: HTMLFormElement): Promise<Sealer> {
  const attributes = ["", "-pin", "-min-version", "-messages"].map((name) => attribute(form, name));
  const key = JSON.stringify(attributes);
  const sealer = sealers.get(key) ?? load(attributes);
  sealers.set(key, sealer);
  sealer.catch(() => sealers.delete(key));
  return sealer;
}

async function load([manifest, pin, minVersion, messages]: (string | undefined)[]): Promise<Sealer> {
  return Sealer.load({
    manifest: manifest ?? "",
    pin: pin ?? "",
    minVersion: Number(minVersion ?? 0),
    messages: words(messages),
  });
}

function optionsOf(form: HTMLFormElement): ProtectOptions {
  return {
    ref: () => attribute(form, "-ref"),
    group: () => attribute(form, "-group"),
    form: attribute(form, "-form"),
    into: attribute(form, "-into"),
    allowGet: attribute(form, "-allow-get") !== undefined,
    messages: words(attribute(form, "-messages")),
  };
}

/** Words that cannot be read are no reason to leave a form unprotected. */
function words(json = "{}"): Messages {
  try {
    return JSON.parse(json);
  } catch {
    console.error("waxseal: data-waxseal-messages is not JSON");
    return {};
  }
}

function attribute(form: HTMLFormElement, name: string): string | undefined {
  return attributeOf(form, `data-waxseal${name}`) ?? undefined;
}

/** Keeps a form that cannot be protected from sending anything, and tells the page why. */
function block(form: HTMLFormElement, cause: unknown): void {
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

// A server that renders pages may import this file, too.
if (typeof document !== "undefined") {
  const attributeFilter = ["data-waxseal"];
  const observer = new MutationObserver(protectAll);
  observer.observe(document, { childList: true, subtree: true, attributeFilter });
  protectAll();
  // What happens to the forms is told later than this.
  defineElements();
}
