/** What stays of a text whatever a tag does to its case, accents, blanks and punctuation. */
export function lettersOf(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, "");
  // An accent is a mark of its own then.
  const apart = text.normalize("NFD").replaceAll("ß", "ss");
  return apart.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

/** The text from its end to its beginning. */
export function reversed(text: string): string {
  return [...text].reverse().join("");
}
