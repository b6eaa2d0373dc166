/** What stays of a text whatever a tag does to its case, blanks and punctuation. */
export function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

/** The text from its end to its beginning. */
export function reversed(text: string): string {
  return [...text].reverse().join("");
}
