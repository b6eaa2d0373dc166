/** What stays of a text whatever a tag does to its case, accents, blanks and punctuation. */
export function lettersOf(text: string): string {
  // An accent is a mark of its own then.
  const apart = /[^\0-\x7f]/.test(text) ? text.normalize("NFD").replaceAll("ß", "ss") : text;
  return apart.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

/** The text from its end to its beginning. */
export function reversed(text: string): string {
  return [...text].reverse().join("");
}
