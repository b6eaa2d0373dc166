import type { FieldMessages } from "./messages.js";

/** How `helpFields` helps. */
export interface FieldsOptions {
  /** Your own words for message codes. */
  readonly messages?: FieldMessages;
  /**
   * Where the error summary goes; by default the form's `[data-waxseal-summary]` element, else one
   * that is added at its beginning. `false`: no summary, the first field at fault has the focus.
   */
  readonly summary?: HTMLElement | boolean;
}
