import { coders } from "./coders.js";

/** What `src/wasm/packet.rs` takes for a text that is not there. */
const ABSENT = 0xffff_ffff;
/** Added to the length of a text that is not all that the page had. */
const DAMAGED = 0x8000_0000;

/** Room for most orders. */
const ROOM = 4096;

/** No field, name or reference may be so long, in characters: more is not even copied. */
const LONGEST = 1 << 20;

/** Wiped, for the next packet. */
let spare: Uint8Array<ArrayBuffer> | undefined;

/** Texts for the module, one after the other. They are wiped after use: most are the customer's. */
export class Packet {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor() {
    this.#bytes = spare ?? new Uint8Array(ROOM);
    spare = undefined;
  }

  /** A number of things to come. */
  count(number: number): this {
    this.#reserve(4);
    this.#write(number);
    return this;
  }

  /** A text. Anything else that is given is none of which all is there: it is refused, not left out. */
  text(value: unknown): this {
    if (value === undefined) return this.count(ABSENT);
    if (typeof value !== "string" || value.length > LONGEST) return this.count(DAMAGED);
    // No character takes more.
    this.#reserve(4 + 3 * value.length);
    const written = encodeInto(value, this.#bytes.subarray(this.#length + 4));
    this.#write(isWellFormed(value) ? written : written + DAMAGED);
    this.#length += written;
    return this;
  }

  /** Texts, and before them how many there are; nothing, if they are not there. */
  texts(values: readonly unknown[] | undefined): this {
    this.count(values?.length ?? ABSENT);
    for (const value of values ?? []) this.text(value);
    return this;
  }

  /** All of it, for as long as it takes to pass it on. */
  use<T>(action: (bytes: Uint8Array) => T): T {
    try {
      return action(this.#bytes.subarray(0, this.#length));
    } finally {
      this.#bytes.fill(0, 0, this.#length);
      if (this.#bytes.length === ROOM) spare = this.#bytes;
    }
  }

  #write(number: number): void {
    new DataView(this.#bytes.buffer).setUint32(this.#length, number, true);
    this.#length += 4;
  }

  #reserve(more: number): void {
    const wanted = this.#length + more;
    if (wanted <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * wanted);
    grown.set(this.#bytes);
    this.#bytes.fill(0, 0, this.#length);
    this.#bytes = grown;
  }
}

/** Half of a surrogate pair has no UTF-8: sealing it would change the value unseen. */
function isWellFormed(value: string): boolean {
  return (value as { isWellFormed?(): boolean }).isWellFormed?.() ?? !/\p{Cs}/u.test(value);
}

let encoder: Pick<TextEncoder, "encodeInto"> | undefined;

/** Writes the UTF-8 of a text; returns how long it is. */
function encodeInto(text: string, bytes: Uint8Array): number {
  encoder ??= new (coders().TextEncoder)();
  return encoder.encodeInto(text, bytes).written;
}
