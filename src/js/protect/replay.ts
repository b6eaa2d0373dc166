/**
 * What session-replay tools look for on an element that they are not to record;
 * docs/session-replay.md says which tool each is of. It keeps honest tools out, not scripts.
 */
const CLASSES =
  "rr-block fs-exclude ph-no-capture amp-block mp-block lo-sensitive inspectletIgnore pendo-ignore";
const ATTRIBUTES =
  "hj-suppress private sentry-block nr-block dd-privacy=mask clarity-mask=true openreplay-obscured heap-redact-text=true cs-mask dtrum-mask mf-replace=*** sl=mask";

/** What was set on a control, and would not have been there. */
const shields = new WeakMap<Element, Set<string>>();

/** Marks the control. Again, if a framework wrote its class anew. */
export function shield(control: Element): void {
  const added = shields.get(control) ?? new Set();
  shields.set(control, added);
  for (const name of CLASSES.split(" ")) {
    // Adding one that is there already would still tell every observer.
    if (control.classList.contains(name)) continue;
    control.classList.add(name);
    added.add(name);
  }
  for (const attribute of ATTRIBUTES.split(" ")) {
    const [name, value = ""] = `data-${attribute}`.split("=") as [string, string?];
    if (control.hasAttribute(name)) continue;
    control.setAttribute(name, value);
    added.add(name);
  }
}

/** Takes the marks back, but those that the page set itself. */
export function unshield(control: Element): void {
  for (const name of shields.get(control) ?? []) {
    if (name.startsWith("data-")) control.removeAttribute(name);
    else control.classList.remove(name);
  }
  if (control.className === "") control.removeAttribute("class");
  shields.delete(control);
}
