import type { Code, WaxsealError } from "../core/errors.js";
import type { Sealer } from "../seal/sealer.js";

/** `waxseal:ready`, once for each `protect`: the manifest is verified, the form can be sealed. */
export interface ReadyDetail {
  /** What it is sealed with. */
  readonly sealer: Sealer;
}

/**
 * `waxseal:invalid`, once for each field that stops the submit. Cancel the event to show the error
 * yourself: the submit is stopped all the same.
 */
export interface InvalidDetail {
  /** The name of the field; empty where an input names none. */
  readonly field: string;
  /** Why: `missing-field`, `invalid-field`, `unknown-field`, `unsupported` or `policy`. */
  readonly code: Code;
  /** The control at fault; null where the form has none for the field. */
  readonly element: Element | null;
}

/** `waxseal:sealed`, once for each order that was sealed and handed out. Names only, never values. */
export interface SealedDetail {
  /** The fields that have a value in it. */
  readonly fields: readonly string[];
  /** Entries that the policy does not name, and that were therefore not sent. */
  readonly dropped: readonly string[];
}

/** `waxseal:expiring`, after `waxseal:ready`: the manifest is in its last 21 days, publish a new one. */
export interface ExpiringDetail {
  /** When it ends; pages go on for 24 hours more, for clocks that are wrong. */
  readonly expires: Date;
}

interface WaxsealEvents {
  "waxseal:ready": ReadyDetail;
  "waxseal:invalid": InvalidDetail;
  "waxseal:sealed": SealedDetail;
  "waxseal:expiring": ExpiringDetail;
  /** Cancel the event to show the error yourself. */
  "waxseal:error": WaxsealError;
}

type AsEvents = { [Type in keyof WaxsealEvents]: CustomEvent<WaxsealEvents[Type]> };

declare global {
  interface HTMLElementEventMap extends AsEvents {}
  interface DocumentEventMap extends AsEvents {}
}

/** Tells the page. False if the page cancelled it. */
export function emit<Type extends keyof WaxsealEvents>(
  form: HTMLFormElement,
  type: Type,
  detail: WaxsealEvents[Type],
): boolean {
  const cancelable = type === "waxseal:invalid" || type === "waxseal:error";
  const event = new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable });
  // A control named `dispatchEvent` would hide the form's own.
  return EventTarget.prototype.dispatchEvent.call(form, event);
}
