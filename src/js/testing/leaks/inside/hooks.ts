import { CLASSES, METHODS } from "./doors.js";
import { isPlain } from "./gather.js";
import type { Teller } from "./teller.js";

const { apply, construct } = Reflect;
const scope = globalThis as unknown as Record<string, unknown>;
const fetched = fetch.bind(globalThis);

/** Has every door tell what passes through it. */
export function hookDoors(teller: Teller): void {
  hookCopy(teller);
  hookPipe(teller);
  each(METHODS, (name, where) => {
    const [owner = "", property = ""] = name.split(".");
    hookMethod(ownerOf(owner), property, where, teller);
  });
  each(CLASSES, (name, where) => hookClass(name, where, teller));
  hookSetter(Document.prototype, "cookie", "cookie", teller);
  hookSetter(Document.prototype, "title", "title", teller);
  hookSetter(globalThis, "name", "window.name", teller);
}

function each(doors: Readonly<Record<string, string>>, hook: (name: string, where: string) => void): void {
  for (const [where, names] of Object.entries(doors)) {
    for (const name of names.split(" ")) hook(name, where);
  }
}

function ownerOf(name: string): object | undefined {
  if (name === "window") return globalThis;
  if (name === "console") return console;
  return (scope[name] as { prototype?: object } | undefined)?.prototype;
}

function hookMethod(owner: object | undefined, name: string, where: string, teller: Teller): void {
  replace(owner, name, (original) => function (this: unknown, ...args: unknown[]): unknown {
    const sent = name === "fetch" ? forked(args, where, teller) : args;
    // What holds is not printed.
    if (name !== "assert" || !args[0]) teller.tell(where, ...sent);
    return apply(original, this, sent);
  });
}

/** What the page copies by itself; what the shopper copies is theirs. */
function hookCopy(teller: Teller): void {
  replace(Document.prototype, "execCommand", (original) => function (this: Document, ...args: unknown[]): unknown {
    if (/^(?:copy|cut)$/i.test(String(args[0]))) teller.tell("clipboard", selectionOf(this));
    return apply(original, this, args);
  });
}

function selectionOf({ activeElement, defaultView }: Document): string {
  const { value, selectionStart, selectionEnd } = Object(activeElement) as Partial<HTMLInputElement>;
  if (value === undefined) return String(defaultView?.getSelection());
  return value.slice(selectionStart ?? 0, selectionEnd ?? undefined);
}

/** Of what is piped to a file, a branch is told. */
function hookPipe(teller: Teller): void {
  replace(ReadableStream.prototype, "pipeTo", (original) => function (this: ReadableStream, ...args: unknown[]): unknown {
    if (!(args[0] instanceof FileSystemWritableFileStream) || this.locked) return apply(original, this, args);
    const [sent, told] = this.tee();
    teller.tellLater("file system", new Response(told).blob());
    return apply(original, sent, args);
  });
}

type Method = (this: never, ...args: unknown[]) => unknown;

function replace(owner: object | undefined, name: string, by: (original: Method) => Method): void {
  const original: unknown = owner && Reflect.get(owner, name);
  if (!owner || typeof original !== "function") return;
  try {
    Object.defineProperty(owner, name, { value: by(original as Method), writable: true, configurable: true });
  } catch {
    // It cannot be changed, by the page either.
  }
}

/** A stream is read once: of a body that is one, a branch is sent and the other told. */
function forked(args: readonly unknown[], where: string, teller: Teller): readonly unknown[] {
  const [input, init] = args;
  const body: unknown = Object(init).body;
  // A `Request` in its place has members that a copy would not have.
  if (!(body instanceof ReadableStream) || body.locked || !isPlain(Object(init))) return args;
  const [sent, told] = body.tee();
  teller.tellLater(where, new Response(told).blob());
  return [input, { ...Object(init), body: sent }];
}

/** What it is constructed with, and if that is a blob's address, the blob. */
function hookClass(name: string, where: string, teller: Teller): void {
  const original = scope[name];
  if (typeof original !== "function") return;
  scope[name] = new Proxy(original, {
    construct(target, args: unknown[], newTarget) {
      teller.tell(where, ...args);
      const url = String(args[0]);
      if (url.startsWith("blob:")) teller.tellLater(where, fetched(url).then((answer) => answer.blob()));
      return construct(target, args, newTarget);
    },
  });
}

function hookSetter(owner: object, name: string, where: string, teller: Teller): void {
  const property = Object.getOwnPropertyDescriptor(owner, name);
  const { set } = property ?? {};
  if (!property || !set || !property.configurable) return;
  const told = function (this: unknown, value: unknown) {
    teller.tell(where, value);
    apply(set, this, [value]);
  };
  Object.defineProperty(owner, name, { ...property, set: told });
}
