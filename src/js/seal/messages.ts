import { type Code, WaxsealError } from "../core/errors.js";

/**
 * Your own words for a code, in place of ours: a text, or a function of the name of the field that
 * the error is about, if it is about one. Shoppers read them; they are shown as text, never as HTML.
 */
export type Messages = {
  readonly [C in Code]?: string | ((field: string | undefined) => string);
};

const FOR_SHOPPERS: Messages = {
  "missing-field": "Please fill in this field.",
  "invalid-field": "Please check this field.",
};

/** What a shopper reads: the page's words, or plain ones. */
export function forShoppers(messages: Messages, error: WaxsealError): string {
  return (
    say(messages, error) ??
    say(FOR_SHOPPERS, error) ??
    `This form cannot be sent safely now (${error.code}).`
  );
}

/** The same error with the page's words, if it has any for this code. */
export function reworded<T>(messages: Messages, thrown: T): T extends WaxsealError ? WaxsealError : T | WaxsealError;
export function reworded<T>(messages: Messages, thrown: T): T | WaxsealError {
  if (!(thrown instanceof WaxsealError)) return thrown;
  const message = say(messages, thrown);
  return message === undefined ? thrown : new WaxsealError(thrown.code, message, thrown.field);
}

function say(messages: Messages, { code, field }: WaxsealError): string | undefined {
  const message = messages[code];
  return typeof message === "function" ? message(field) : message;
}
