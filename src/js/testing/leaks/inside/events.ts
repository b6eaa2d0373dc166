import type { Teller } from "./teller.js";

const stringify = JSON.stringify;
const queued = queueMicrotask.bind(globalThis);
const later = setTimeout.bind(globalThis);

/** Listens before the page does. */
export function listenToPage(teller: Teller): void {
  // Heard and not hooked: who called `window.postMessage` is the message's `source`.
  addEventListener("message", ({ data }) => teller.tell("message", data), true);
  document.addEventListener("waxseal:ready", ({ detail }) => {
    const { manifest } = detail.sealer;
    queued(() => teller.tell("waxseal:ready", stringify(manifest)));
  });
  for (const type of ["waxseal:error", "waxseal:invalid"] as const) {
    document.addEventListener(type, ({ detail }) => {
      const { code, field = "" } = detail as { code: string; field?: string };
      queued(() => teller.tell("waxseal:error", field ? `${code} (${field})` : code));
    });
  }
  listenToForms(teller);
  watchLinks(teller);
}

/** What a form sends to another window: no request of this page shows it. */
function listenToForms(teller: Teller): void {
  let submitter: Element | null = null;
  addEventListener("submit", (event) => (submitter = event.submitter), true);
  const onFormData = ({ target, formData }: FormDataEvent) => {
    const named = submitter?.getAttribute("formtarget") ?? (target as Element).getAttribute("target");
    const name = named ?? document.querySelector("base[target]")?.getAttribute("target");
    // When everybody has had their say about the entries.
    if (name && name !== "_self") later(() => teller.tell("form", formData));
  };
  addEventListener("formdata", onFormData, true);
}

/** Addresses that the browser looks up or fetches by itself, of which its protocol tells nothing. */
function watchLinks(teller: Teller): void {
  const tell = (node: Node) => {
    if (node instanceof HTMLLinkElement) teller.tell("link", node.href);
    if (node instanceof HTMLScriptElement && node.type === "speculationrules") teller.tell("link", node.text);
    if (node instanceof HTMLIFrameElement) teller.tell("frame name", node.name);
  };
  const observer = new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      tell(target);
      for (const node of addedNodes) {
        tell(node);
        if (node instanceof Element) node.querySelectorAll("link, script, iframe").forEach(tell);
      }
    }
  });
  observer.observe(document, { subtree: true, childList: true, attributeFilter: ["href", "name"] });
}
