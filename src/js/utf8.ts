/** The UTF-8 of a text. The encoder is made here, not at import: some runtimes have none. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
