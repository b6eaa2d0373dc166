/** The UTF-8 of a text. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  if (typeof TextEncoder !== "undefined") return new TextEncoder().encode(text);
  // Jest's jsdom has neither coder.
  const bytes = encodeURIComponent(text).replace(/%(..)/g, (_, hex: string) => character(hex));
  return Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
}

/** The text of which these bytes are the UTF-8; it throws where they are not. */
export function fromUtf8(bytes: Uint8Array): string {
  if (typeof TextDecoder !== "undefined") {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  }
  const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`);
  return decodeURIComponent(escaped.join(""));
}

function character(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}
