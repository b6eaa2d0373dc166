import { Gathered } from "./gather.js";

const stringify = JSON.stringify;

/** Tells the test what leaves the page. */
export class Teller {
  readonly #send: (told: string) => void;
  #isTelling = false;

  constructor(send: (told: string) => void) {
    this.#send = send;
  }

  /** Tells what is in these values. */
  tell(where: string, ...values: unknown[]): void {
    // What reading a value calls in turn is no message of the page's.
    if (this.#isTelling) return;
    this.#isTelling = true;
    const gathered = new Gathered();
    try {
      for (const value of values) gathered.add(value);
    } finally {
      this.#isTelling = false;
    }
    const { texts, bytes, later } = gathered;
    if (texts.length + bytes.length > 0) this.#send(stringify({ where, texts, bytes }));
    for (const value of later) this.tellLater(where, value);
  }

  /** Tells what comes of a promise. */
  tellLater(where: string, value: Promise<unknown>): void {
    void value.then((known) => this.tell(where, known), () => undefined);
  }
}
