/** Helps people type: card numbers, expiry dates, and messages that say what to mend. */
import { Errors } from "./fields/errors.js";
import type { FieldsOptions } from "./fields/options.js";
import { Typing } from "./fields/typing.js";

export type { FieldMessage, FieldMessages } from "./fields/messages.js";
export type { FieldsOptions } from "./fields/options.js";

/**
 * From now on card numbers and expiry dates are spaced while they are typed, and each error is told
 * beside its field and in a summary. What is sealed stays the same. Returns what ends the help.
 */
export function helpFields(form: HTMLFormElement, options: FieldsOptions = {}): () => void {
  const typing = new Typing(form);
  const errors = new Errors(form, options);
  return () => {
    typing.stop();
    errors.stop();
  };
}
