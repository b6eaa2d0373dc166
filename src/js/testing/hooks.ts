import type { Doors } from "./doors.js";

/** What a hook tells: where a value went, in texts and in bytes (base64). */
export interface Told {
  readonly where: string;
  readonly texts: readonly string[];
  readonly bytes: readonly string[];
}

/**
 * Runs in every frame of the page before its own scripts, and tells what passes through the doors
 * that the browser's protocol does not show. It is sent as text, so it may name nothing outside
 * itself: what it needs are its arguments.
 */
export function hook(binding: string, doors: Doors): void {
  const scope = globalThis as unknown as Record<string, unknown>;
  const send = scope[binding];
  // Installed already, or a worker.
  if (typeof send !== "function" || typeof document === "undefined") return;
  delete scope[binding];
  const { apply, construct } = Reflect;
  const stringify = JSON.stringify;
  const toBase64 = btoa.bind(globalThis);
  const queued = queueMicrotask.bind(globalThis);
  let isTelling = false;

  const base64 = (buffer: ArrayBufferLike, from = 0, length = buffer.byteLength) => {
    let binary = "";
    for (const byte of new Uint8Array(buffer, from, length)) binary += String.fromCharCode(byte);
    return toBase64(binary);
  };

  const tell = (where: string, ...values: unknown[]) => {
    // What reading a value calls in turn is no message of the page's.
    if (isTelling) return;
    isTelling = true;
    const told = { where, texts: [] as string[], bytes: [] as string[] };
    try {
      for (const value of values) gather(value, told, where, 0, new Set());
    } finally {
      isTelling = false;
    }
    if (told.texts.length + told.bytes.length > 0) send(stringify(told));
  };

  const gather = (
    value: unknown,
    told: { texts: string[]; bytes: string[] },
    where: string,
    depth: number,
    seen: Set<unknown>,
  ): void => {
    if (typeof value === "string") told.texts.push(value);
    if (typeof value === "number" || typeof value === "bigint") told.texts.push(String(value));
    if (typeof value !== "object" || value === null || seen.has(value) || depth > 6) return;
    seen.add(value);
    const inner = (next: unknown) => gather(next, told, where, depth + 1, seen);
    if (value instanceof Blob) {
      if (value instanceof File) told.texts.push(value.name);
      value.arrayBuffer().then((buffer) => {
        if (buffer.byteLength > 0) send(stringify({ where, texts: [], bytes: [base64(buffer)] }));
      });
    } else if (value instanceof ArrayBuffer) told.bytes.push(base64(value));
    else if (ArrayBuffer.isView(value)) {
      told.bytes.push(base64(value.buffer, value.byteOffset, value.byteLength));
    } else if (value instanceof Response || value instanceof Request) {
      told.texts.push(value.url);
      value.headers.forEach(inner);
      if (!value.bodyUsed) tellLater(where, value.clone().blob());
    } else if (value instanceof Error) [value.message, value.stack, value.cause].forEach(inner);
    else if (value instanceof URL) inner(String(value));
    else if (value instanceof Element) inner(value.outerHTML);
    else if (value instanceof FormData || value instanceof URLSearchParams || value instanceof Map) {
      value.forEach((each: unknown, key: unknown) => [key, each].forEach(inner));
    } else if (value instanceof Set || Array.isArray(value)) value.forEach(inner);
    else {
      for (const key of Object.keys(value)) {
        inner(key);
        try {
          inner((value as Record<string, unknown>)[key]);
        } catch {
          // A getter of the page's.
        }
      }
    }
  };
  const tellLater = (where: string, value: Promise<unknown>) =>
    void value.then((known) => tell(where, known), () => undefined);

  /** Has a method tell its arguments. */
  const method = (owner: object | undefined, name: string, where: string) => {
    const original: unknown = owner && Reflect.get(owner, name);
    if (!owner || typeof original !== "function") return;
    const told = function (this: unknown, ...args: unknown[]): unknown {
      tell(where, ...args);
      return apply(original, this, args);
    };
    try {
      Object.defineProperty(owner, name, { value: told, writable: true, configurable: true });
    } catch {
      // It cannot be changed, by the page either.
    }
  };

  /** Has a class tell what it is constructed with. */
  const constructor = (name: string, where: string) => {
    const original = scope[name];
    if (typeof original !== "function") return;
    scope[name] = new Proxy(original, {
      construct(target, args: unknown[], newTarget) {
        tell(where, ...args);
        const [url] = args;
        if (/^blob:/.test(String(url))) {
          tellLater(where, fetched(String(url)).then((response) => response.blob()));
        }
        return construct(target, args, newTarget);
      },
    });
  };

  /** Has a property tell what it is set to. */
  const setter = (owner: object, name: string, where: string) => {
    const property = Object.getOwnPropertyDescriptor(owner, name);
    const { set } = property ?? {};
    if (!property || !set || !property.configurable) return;
    const told = function (this: unknown, value: unknown) {
      tell(where, value);
      apply(set, this, [value]);
    };
    Object.defineProperty(owner, name, { ...property, set: told });
  };

  const prototype = (name: string) =>
    (scope[name] as { prototype?: object } | undefined)?.prototype;

  const fetched = fetch.bind(globalThis);
  for (const [where, names] of Object.entries(doors.methods)) {
    for (const name of names.split(" ")) {
      const [owner = "", property = ""] = name.split(".");
      const object = owner === "window" ? globalThis : owner === "console" ? console : prototype(owner);
      method(object, property, where);
    }
  }
  for (const [where, names] of Object.entries(doors.classes)) {
    for (const name of names.split(" ")) constructor(name, where);
  }
  setter(Document.prototype, "cookie", "cookie");
  setter(Document.prototype, "title", "title");
  setter(globalThis, "name", "window.name");
  // A frame of another origin is written to through a method that no other page can change.
  addEventListener("message", ({ data }) => tell("message", data), true);
  document.addEventListener("waxseal:ready", (event) => {
    const { manifest } = event.detail.sealer;
    queued(() => tell("waxseal:ready", stringify(manifest)));
  });
}
