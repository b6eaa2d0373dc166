import type { Messages } from "../seal/messages.js";
import type { Sealer } from "../seal/sealer.js";

/** A value, or how to find it each time that the form is sealed. */
export type Current = string | (() => string | undefined);

/**
 * How a form is protected. `ref` and `group` may be functions, asked each time that the form is
 * sealed: they have to be quick and to give the same for the same order.
 */
export interface ProtectOptions {
  /** Your reference of the order, which the desk can compare: 1 to 128 bytes of UTF-8. */
  readonly ref?: Current | undefined;
  /** The customer's group, where the policy has groups. */
  readonly group?: Current | undefined;
  /** The form of the policy: a step of a checkout. */
  readonly form?: string | undefined;
  /** The name of the sealed entry; `sealed` by default. */
  readonly into?: string | undefined;
  /** Lets the order go into the address of a GET, which logs and histories keep. */
  readonly allowGet?: boolean | undefined;
  /** Your own words for error codes; by default those of the sealer. */
  readonly messages?: Messages | undefined;
}

/** A sealer, one that is on its way, or how to load it. */
export type SealerSource = Sealer | PromiseLike<Sealer> | (() => Sealer | PromiseLike<Sealer>);
