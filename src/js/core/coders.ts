/** What writes and reads UTF-8. */
export interface Coders {
  readonly TextEncoder: new () => Pick<TextEncoder, "encode" | "encodeInto">;
  readonly TextDecoder: new () => { decode(bytes?: Uint8Array): string };
}

/** The page's own; those below in Jest's jsdom, which has neither. */
export function coders(): Coders {
  const own = typeof TextEncoder !== "undefined" && typeof TextDecoder !== "undefined";
  return own ? { TextEncoder, TextDecoder } : { TextEncoder: PlainEncoder, TextDecoder: PlainDecoder };
}

class PlainEncoder {
  encode(text: string): Uint8Array<ArrayBuffer> {
    const whole = text.replace(/\p{Cs}/gu, "\ufffd");
    const character = (_: string, hex: string) => String.fromCharCode(Number.parseInt(hex, 16));
    const bytes = encodeURIComponent(whole).replace(/%(..)/g, character);
    return Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
  }

  encodeInto(text: string, into: Uint8Array): { read: number; written: number } {
    const bytes = this.encode(text);
    into.set(bytes);
    return { read: text.length, written: bytes.length };
  }
}

class PlainDecoder {
  decode(bytes: Uint8Array = new Uint8Array()): string {
    const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`);
    return decodeURIComponent(escaped.join(""));
  }
}
