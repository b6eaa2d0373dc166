import { attributeOf } from "../dom/form.js";
import type { WaxsealError } from "../core/errors.js";
import type { Sealer } from "../seal/sealer.js";

/** What the elements need of a sealer. */
export type VerifiedSealer = Pick<Sealer, "check" | "identity" | "manifest">;

/** What a form's events said so far. */
export interface Heard {
  /** There once the manifest is verified. */
  readonly sealer?: VerifiedSealer;
  /** Why the form cannot be sealed, until it is. */
  readonly error?: WaxsealError;
}

/** An element that wants to hear of its form. */
export interface Follower extends HTMLElement {
  hear(): void;
}

const NOTHING: Heard = {};
const heard = new WeakMap<HTMLFormElement, Heard>();
const followers = new Set<Follower>();
let listening = false;

/** Hears of every form from now on: an element may be added later than its form's events. */
export function listen(): void {
  if (listening) return;
  listening = true;
  // In the capture phase: a page that stops the event at its form keeps it from no element.
  addEventListener("waxseal:ready", (event) => ready(event as CustomEvent), true);
  addEventListener("waxseal:sealed", (event) => sealed(event), true);
  addEventListener("waxseal:error", (event) => failed(event as CustomEvent), true);
}

/** Calls `hear` whenever a form has said something. */
export function follow(follower: Follower): void {
  listen();
  followers.add(follower);
}

/** No more. */
export function unfollow(follower: Follower): void {
  followers.delete(follower);
}

/** What was heard of a form. */
export function heardOf(form: HTMLFormElement | undefined): Heard {
  return (form && heard.get(form)) ?? NOTHING;
}

/** The form that the element names with `for`; else the one around it; else the page's only one. */
export function formOf(element: Element): HTMLFormElement | undefined {
  const root = element.getRootNode() as Document | ShadowRoot;
  const id = element.getAttribute("for");
  if (id !== null) return asForm(root.getElementById?.(id));
  return element.closest("form") ?? onlyForm(root) ?? onlyForm(element.ownerDocument);
}

function onlyForm(root: ParentNode): HTMLFormElement | undefined {
  const forms = [...root.querySelectorAll("form")];
  const [only, ...others] = forms.filter((form) => attributeOf(form, "data-waxseal") !== null || heard.has(form));
  return others.length === 0 ? only : undefined;
}

function ready(event: CustomEvent<{ sealer: VerifiedSealer }>): void {
  note(event, () => ({ sealer: event.detail.sealer }));
}

/** An error that passed: the form is sealed after all. */
function sealed(event: Event): void {
  note(event, ({ error, ...rest }) => rest);
}

function failed(event: CustomEvent<WaxsealError>): void {
  const { detail: error } = event;
  // Told of although the form can be sealed: the manifest that was served is older than one kept.
  note(event, (before) => (before.sealer && error.code === "rolled-back" ? before : { ...before, error }));
}

function note(event: Event, change: (before: Heard) => Heard): void {
  const form = asForm(event.composedPath()[0]);
  if (!form) return;
  heard.set(form, change(heardOf(form)));
  for (const follower of followers) follower.hear();
}

function asForm(target: unknown): HTMLFormElement | undefined {
  return target instanceof HTMLFormElement ? target : undefined;
}
