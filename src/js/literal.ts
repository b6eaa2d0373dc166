/** The source of a regular expression for this very text, in which `*` has become `\\*`. */
export function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
