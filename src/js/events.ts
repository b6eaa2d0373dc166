import type { Code } from "./codes.js";
import type { WaxsealError } from "./error.js";
import type { Sealer } from "./sealer.js";

/** The manifest is verified: the form can be sealed. */
export interface ReadyDetail {
  readonly sealer: Sealer;
}

/** A field stops the submit. Cancel the event to show the error yourself. */
export interface InvalidDetail {
  readonly field: string;
  readonly code: Code;
  /** The control at fault; null where the form has none for the field. */
  readonly element: Element | null;
}

/** An order was sealed. Names only, never values. */
export interface SealedDetail {
  readonly fields: readonly string[];
  /** Entries that the policy does not name, and that were therefore not sent. */
  readonly dropped: readonly string[];
}

/** The manifest is in its last 21 days: publish a new one. */
export interface ExpiringDetail {
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
