// A shop's server on loopback: gives pages and pkg/dist, and keeps every request with its body.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const ROOT = new URL("../../../", import.meta.url);
const FILES = {
  "/waxseal/index.js": "pkg/dist/index.js",
  "/waxseal/auto.js": "pkg/dist/auto.js",
  "/waxseal/elements.js": "pkg/dist/elements.js",
  "/waxseal/fields.js": "pkg/dist/fields.js",
  "/waxseal/slim.js": "pkg/dist/slim.js",
  "/waxseal/waxseal.wasm": "pkg/dist/waxseal.wasm",
  "/jquery.js": "node_modules/jquery/dist/jquery.js",
  "/htmx.js": "node_modules/htmx.org/dist/htmx.js",
  "/rrweb.js": "node_modules/@rrweb/record/umd/record.min.js",
  "/jose.js": "node_modules/jose/dist/webapi/index.js",
};
const TYPES = {
  js: "text/javascript",
  wasm: "application/wasm",
  html: "text/html; charset=utf-8",
};

export class Server {
  requests = [];
  #answers = new Map();
  // A page that is left may leave a request unfinished.
  #server = createServer((request, response) => {
    this.#answer(request, response).catch(() => response.destroy());
  });

  static async start() {
    const server = new Server();
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    server.origin = `http://127.0.0.1:${server.#server.address().port}`;
    return server;
  }

  /** What a path answers: `{ body, headers, status, delay }`, delay being a promise. */
  put(path, answer) {
    this.#answers.set(path, answer);
  }

  /** Who answers a request for another protocol. */
  onUpgrade(answer) {
    this.#server.on("upgrade", answer);
  }

  async stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request, response) {
    const body = Buffer.concat(await request.toArray());
    const { method, headers, url } = request;
    this.requests.push({ method, url, headers, body: body.toString("latin1"), raw: body });
    const { pathname } = new URL(url, this.origin);
    const answer = this.#answers.get(pathname) ?? (await file(pathname)) ?? { body: "<p>done" };
    await answer.delay;
    const type = TYPES[/\.(js|wasm)$/.exec(pathname)?.[1] ?? "html"];
    response.writeHead(answer.status ?? 200, { "content-type": type, ...answer.headers });
    response.end(answer.body);
  }
}

async function file(pathname) {
  const inJose = /^\/jose\/(.+\.js)$/.exec(pathname)?.[1];
  const path = inJose ? `node_modules/jose/dist/webapi/${inJose}` : FILES[pathname];
  return path && { body: await readFile(new URL(path, ROOT)) };
}

/** The entries of a posted form. */
export async function entriesOf({ raw, headers, method, url }) {
  if (method === "GET") return [...new URL(url, "http://localhost").searchParams];
  const type = headers["content-type"];
  const data = await new Response(raw, { headers: { "content-type": type } }).formData();
  return [...data];
}
