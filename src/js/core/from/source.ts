import { WaxsealError } from "../errors.js";

/** Where the module is: a URL to fetch, what was fetched, its bytes, or itself. */
export type ModuleSource = string | URL | Response | BufferSource | WebAssembly.Module;

/** How long it may take, in milliseconds. */
const PATIENCE = 3e4;

const BROKEN_OFF = "it did not arrive whole";

/** Whether it has to be fetched. */
export function isAddress(source: ModuleSource): source is string | URL {
  return ["String", "URL"].includes(kindOf(source));
}

/** Fetches it; the browser checks its integrity before it says that it is there. */
export async function download(url: string | URL, integrity: string): Promise<Response> {
  // Not every browser has the time limit.
  const signal = AbortSignal.timeout?.(PATIENCE) ?? null;
  return fetch(url, { integrity, signal }).catch(() => {
    // What browsers say here does not help.
    throw unfetched("no answer, or another hash than its integrity");
  });
}

/** Compiles what is not a module yet. WebAssembly is allowed here. */
export async function compiled(
  source: Response | BufferSource | WebAssembly.Module,
): Promise<WebAssembly.Module> {
  if (isResponse(source)) return compiledResponse(source);
  // To TypeScript every object is a WebAssembly.Module.
  return kindOf(source) === "WebAssembly.Module" ? source : compile(source as BufferSource);
}

async function compiledResponse(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw unfetched(`HTTP ${response.status}`);
  return isStreamable(response) ? stream(response) : compile(await body(response));
}

async function compile(bytes: BufferSource): Promise<WebAssembly.Module> {
  return WebAssembly.compile(bytes).catch(() => {
    throw notAModule();
  });
}

/** While it arrives. */
async function stream(response: Response): Promise<WebAssembly.Module> {
  return WebAssembly.compileStreaming(response).catch((error: unknown) => {
    throw error instanceof WebAssembly.CompileError ? notAModule() : unfetched(BROKEN_OFF);
  });
}

/** Servers that do not know the type of the file are common: then it is compiled from its bytes. */
function isStreamable({ headers }: Response): boolean {
  const isTyped = headers.get("content-type")?.toLowerCase() === "application/wasm";
  return isTyped && typeof WebAssembly.compileStreaming === "function";
}

async function body(response: Response): Promise<ArrayBuffer> {
  return response.arrayBuffer().catch(() => {
    throw unfetched(BROKEN_OFF);
  });
}

function notAModule(): WaxsealError {
  return new WaxsealError("malformed", "not a WebAssembly module");
}

function unfetched(reason: string): WaxsealError {
  return new WaxsealError("io", `waxseal.wasm could not be fetched: ${reason}`);
}

function isResponse(source: ModuleSource): source is Response {
  return kindOf(source) === "Response";
}

/** Not `instanceof`: a frame, and a test's window, has classes of its own. */
function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
