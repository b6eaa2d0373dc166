/** The texts and bytes in a value, however deep, as far as reading it changes nothing. */
export class Gathered {
  readonly texts: string[] = [];
  /** In base64. */
  readonly bytes: string[] = [];
  /** What can only be read later. */
  readonly later: Promise<unknown>[] = [];
  readonly #seen = new Set<unknown>();
  #nesting = 0;

  add(value: unknown, depth = 0): void {
    if (typeof value === "string") this.texts.push(value);
    if (typeof value === "number" || typeof value === "bigint") this.texts.push(String(value));
    if (typeof value !== "object" || value === null || this.#seen.has(value) || depth > DEPTH || this.#nesting > NESTING) return;
    this.#seen.add(value);
    this.#nesting++;
    for (const part of this.#partsOf(value)) this.add(part, isPlain(value) ? depth : depth + 1);
    this.#nesting--;
  }

  #partsOf(value: object): readonly unknown[] {
    if (value instanceof Blob) return this.#blob(value);
    if (value instanceof ArrayBuffer) return this.#buffer(value);
    if (ArrayBuffer.isView(value)) return this.#buffer(value.buffer, value.byteOffset, value.byteLength);
    if (value instanceof Response || value instanceof Request) return this.#message(value);
    if (value instanceof URL) return [String(value)];
    if (value instanceof Node) return [value instanceof Element ? value.outerHTML : value.textContent];
    if (value instanceof Error) return [value.message, value.stack, value.cause, ...membersOf(value)];
    if (value instanceof Set) return [...value];
    return value instanceof Map || isList(value) ? pairsOf(value) : membersOf(value);
  }

  #blob(blob: Blob): readonly unknown[] {
    this.later.push(blob.arrayBuffer());
    return blob instanceof File ? [blob.name] : [];
  }

  #buffer(buffer: ArrayBufferLike, from = 0, length = buffer.byteLength): readonly unknown[] {
    let binary = "";
    for (const byte of new Uint8Array(buffer, from, length)) binary += String.fromCharCode(byte);
    if (binary !== "") this.bytes.push(toBase64(binary));
    return [];
  }

  #message(message: Request | Response): readonly unknown[] {
    if (!message.bodyUsed) this.later.push(message.clone().blob());
    return [message.url, message.headers];
  }
}

/** Of objects with a class of their own: behind the console's may be the whole page. */
const DEPTH = 6;
/** Of all objects: a longer chain would fill the stack. */
const NESTING = 500;
const toBase64 = btoa.bind(globalThis);

/** Whether it is an array or an object without a class, of any frame. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
}

type List = FormData | URLSearchParams | Headers | Map<unknown, unknown>;

function isList(value: object): value is List {
  return [FormData, URLSearchParams, Headers].some((list) => value instanceof list);
}

function pairsOf(list: List): readonly unknown[] {
  const pairs: unknown[] = [];
  list.forEach((value: unknown, key: unknown) => pairs.push(key, value));
  return pairs;
}

/** Its own members and their names, but for the places in a list. */
function membersOf(value: object): readonly unknown[] {
  return Object.keys(value).flatMap((name) => {
    const named = /^\d{1,4}$/.test(name) ? [] : [name];
    try {
      return [...named, Reflect.get(value, name)];
    } catch {
      // A getter of the page's.
      return named;
    }
  });
}
