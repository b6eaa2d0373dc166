import type { Manifest } from "../core/manifest.js";
import { type BadgeLabels, fill } from "./badge-labels.js";
import { part, webAddress, webLink } from "./dom.js";
import { keeping } from "./keeping.js";
import { capital, nameOf } from "./naming.js";

/** What the badge shows when it is open. */
export function panel(
  manifest: Manifest,
  fingerprint: Node,
  labels: BadgeLabels,
  language: string,
): HTMLElement {
  const { merchant, privacy } = manifest;
  const facts = part(
    "dl",
    "facts",
    fact(fill(labels.fingerprint, { merchant }), part("dd", "", fingerprint, note(labels.compare))),
    ...roles(manifest, labels, language),
    fact(labels.clear, inClear(manifest, labels)),
  );
  const foot = [part("p", "limits", labels.limits)];
  if (privacy !== undefined && webAddress(privacy)) {
    foot.unshift(part("p", "privacy", webLink(labels.privacy, privacy)));
  }
  return part("div", "panel", part("p", "intro", fill(labels.intro, { merchant })), facts, ...foot);
}

/** Each role with the fields that it reads, those together that are kept alike. */
function roles(manifest: Manifest, labels: BadgeLabels, language: string): HTMLElement[] {
  const readers = new Map<string, Map<string, string[]>>();
  for (const [name, field] of Object.entries(manifest.fields)) {
    const kept = readers.get(field.role) ?? new Map<string, string[]>();
    const how = keeping(field, labels, language);
    readers.set(field.role, kept.set(how, [...(kept.get(how) ?? []), nameOf(name, labels)]));
  }
  return [...readers].map(([role, kept]) => fact(fill(labels.role, { role }), ...groups(kept)));
}

function groups(kept: ReadonlyMap<string, readonly string[]>): HTMLElement[] {
  return [...kept].map(([how, names]) => part("dd", "role", list(names.map(capital)), note(how)));
}

function inClear({ fields, pass }: Manifest, labels: BadgeLabels): HTMLElement {
  const both = Object.keys(fields).filter((name) => fields[name]?.["also-pass"]);
  const told = both.map((name) => fill(labels.clearToo, { field: capital(nameOf(name, labels)) }));
  const named = pass.map((name) => part("code", "entry", name));
  if (told.length + named.length === 0) return part("dd", "clear", labels.clearNothing);
  const noted = named.length > 0 ? [note(labels.clearNote)] : [];
  return part("dd", "clear", list([...told, ...named]), ...noted);
}

function fact(term: string, ...descriptions: readonly HTMLElement[]): HTMLElement {
  return part("div", "fact", part("dt", "term", term), ...descriptions);
}

function note(text: string): HTMLElement {
  return part("p", "note", text);
}

function list(items: readonly (Node | string)[]): HTMLElement {
  return part("ul", "list", ...items.map((item) => part("li", "item", item)));
}
