import { digitsOf } from "./card.js";

/** Backspace over a space of ours means the digit before it, Delete the one after it. */
export function deleteDigitBehindSpace(input: HTMLInputElement, before: string, inputType: string): void {
  const { value, selectionStart: at } = input;
  if (at === null || value.length !== before.length - 1 || digitsOf(value) !== digitsOf(before)) return;
  const from = inputType === "deleteContentBackward" ? at - 1 : at;
  if (!/^deleteContent(Back|For)ward$/.test(inputType) || from < 0) return;
  setValue(input, value.slice(0, from) + value.slice(from + 1));
  input.setSelectionRange(from, from);
}

/** Sets the value, and leaves the caret behind as many digits as it was. */
export function rewrite(input: HTMLInputElement, value: string, isDeleting: boolean): void {
  if (value === input.value) return;
  const { selectionStart: at, value: before } = input;
  const wasAtEnd = at === before.length;
  const digits = countDigits(before.slice(0, at ?? 0));
  setValue(input, value);
  if (at === null || input.ownerDocument.activeElement !== input) return;
  const place = wasAtEnd ? value.length : placeBehind(value, digits, isDeleting);
  input.setSelectionRange(place, place);
}

/** Behind so many digits; after typing behind the space too, where the next one goes. */
function placeBehind(value: string, digits: number, isDeleting: boolean): number {
  let place = 0;
  for (let seen = 0; seen < digits && place < value.length; place++) {
    if (countDigits(value[place] ?? "") > 0) seen++;
  }
  return !isDeleting && digits > 0 && value[place] === " " ? place + 1 : place;
}

function countDigits(text: string): number {
  return text.replace(/[^0-9０-９]/g, "").length;
}

/** Frameworks put a setter of their own on an input, and would take ours for no change. */
export function setValue(input: HTMLInputElement, value: string): void {
  const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
  own?.set?.call(input, value);
}
