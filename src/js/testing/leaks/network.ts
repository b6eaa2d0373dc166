import type { Devtools } from "./cdp.js";
import type { Item } from "./search.js";

/** A body that is longer is asked for by itself. */
const MAX_BODY = 1 << 26;

interface Request {
  readonly url: string;
  readonly urlFragment?: string;
  readonly method: string;
  readonly headers: object;
  readonly hasPostData?: boolean;
  readonly postData?: string;
  readonly postDataEntries?: readonly { readonly bytes?: string }[];
}

/** Turns what the browser tells of a page into items. */
export async function listen(session: Devtools, add: (item: Item) => void): Promise<void> {
  listenToRequests(session, add);
  listenToSockets(session, add);
  listenToPage(session, add);
  await session.send("Network.enable", { maxPostDataSize: MAX_BODY });
  await session.send("Runtime.enable");
  // A worker has none of these.
  for (const domain of ["Page", "DOMStorage", "Log"]) {
    await session.send(`${domain}.enable`).catch(() => undefined);
  }
}

function listenToRequests(session: Devtools, add: (item: Item) => void): void {
  const names = new Map<string, string>();
  session.on("Network.requestWillBeSent", (event: { requestId: string; request: Request }) => {
    const { request, requestId } = event;
    const name = `${request.method} ${request.url.split(/[?#]/)[0]?.slice(0, 200)}`;
    names.set(requestId, name);
    add({ where: `${name} URL`, data: request.url + (request.urlFragment ?? "") });
    add({ where: `${name} headers`, data: linesOf(request.headers) });
    if (request.hasPostData) void body(session, event, (data) => add({ where: `${name} body`, data }));
  });
  session.on("Network.requestWillBeSentExtraInfo", (event: { requestId: string; headers: object }) => {
    add({ where: `${names.get(event.requestId) ?? "request"} headers`, data: linesOf(event.headers) });
  });
}

type Add = (data: string | Uint8Array) => void;

/** What the event holds of it, and if that is not all, what the browser still has. */
async function body(session: Devtools, event: { requestId: string; request: Request }, add: Add): Promise<void> {
  const { postData, postDataEntries = [] } = event.request;
  const entries = postDataEntries.map(({ bytes }) => bytes);
  if (entries.length > 0 && entries.every((bytes) => bytes !== undefined)) {
    add(fromBinary(entries.map((bytes) => atob(bytes ?? "")).join("")));
    return;
  }
  if (postData !== undefined) add(postData);
  try {
    const { requestId } = event;
    const answer = (await session.send("Network.getRequestPostData", { requestId })) as {
      postData: string;
      base64Encoded?: boolean;
    };
    add(answer.base64Encoded ? fromBinary(atob(answer.postData)) : answer.postData);
    // Bytes that are no UTF-8 come as Latin-1.
    if (!/[^\0-\xff]/.test(answer.postData)) add(fromBinary(answer.postData));
  } catch {
    // A blob, which the page's own calls told of.
  }
}

function listenToSockets(session: Devtools, add: (item: Item) => void): void {
  type Frame = { response: { opcode: number; payloadData: string } };
  session.on("Network.webSocketFrameSent", ({ response: { opcode, payloadData } }: Frame) => {
    add({ where: "WebSocket frame", data: opcode === 1 ? payloadData : fromBinary(atob(payloadData)) });
  });
  session.on("Network.webSocketCreated", ({ url }: { url: string }) => {
    add({ where: "WebSocket URL", data: url });
  });
  type Handshake = { request: { headers: object } };
  session.on("Network.webSocketWillSendHandshakeRequest", ({ request }: Handshake) => {
    add({ where: "WebSocket headers", data: linesOf(request.headers) });
  });
  session.on("Network.webTransportCreated", ({ url }: { url: string }) => {
    add({ where: "WebTransport address", data: url });
  });
}

function listenToPage(session: Devtools, add: (item: Item) => void): void {
  for (const event of ["domStorageItemAdded", "domStorageItemUpdated"]) {
    session.on(`DOMStorage.${event}`, ({ key, newValue }: { key: string; newValue: string }) => {
      add({ where: "storage", data: `${key}\n${newValue}` });
    });
  }
  session.on("Runtime.exceptionThrown", (event: object) => {
    add({ where: "console (an error)", data: linesOf(event) });
  });
  session.on("Log.entryAdded", (event: object) => add({ where: "console", data: linesOf(event) }));
  // Where the address is another program's (mailto:), or another window's, there is no request.
  for (const event of ["Page.frameRequestedNavigation", "Page.windowOpen"]) {
    session.on(event, ({ url }: { url: string }) => add({ where: "address", data: url }));
  }
  session.on("Page.navigatedWithinDocument", ({ url }: { url: string }) => {
    add({ where: "address", data: url });
  });
  session.on("Page.frameNavigated", ({ frame }: { frame: { url: string; urlFragment?: string; name?: string } }) => {
    add({ where: "address", data: frame.url + (frame.urlFragment ?? "") });
    add({ where: "window.name", data: frame.name ?? "" });
  });
}

/** Every text in an object, each on a line of its own. */
function linesOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value).map(([name, inner]) => `${name}: ${linesOf(inner)}`).join("\n");
}

function fromBinary(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
