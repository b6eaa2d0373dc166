// The shop's server on loopback: gives what a tool built, and the manifest, and takes orders.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const TYPES = { ".js": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8" };
const PATIENCE = 20_000;

export class Shop {
  #root;
  #headers = {};
  // A page that is left may leave a request unfinished.
  #server = createServer((request, response) => {
    this.#answer(request, response).catch(() => response.destroy());
  });
  #orders = [];
  #waiting = () => {};

  static async open(manifest) {
    const shop = new Shop();
    shop.manifest = manifest;
    shop.#server.listen(0, "127.0.0.1");
    await once(shop.#server, "listening");
    shop.origin = `http://localhost:${shop.#server.address().port}`;
    return shop;
  }

  /** From now on gives this folder's files, with these headers besides. */
  serve(folder, headers = {}) {
    this.#root = folder;
    this.#headers = headers;
    return this.origin;
  }

  /** The next order, as the form's entries. */
  async order() {
    const signal = AbortSignal.timeout(PATIENCE);
    while (this.#orders.length === 0) {
      const come = new Promise((resolve) => (this.#waiting = resolve));
      const late = once(signal, "abort").then(() => "late");
      if ((await Promise.race([come, late])) === "late") throw new Error("no order was posted");
    }
    return this.#orders.shift();
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request, response) {
    const { pathname } = new URL(request.url, this.origin);
    if (request.method === "POST") return this.#take(request, response);
    const body = pathname === "/waxseal.jws" ? this.manifest : await this.#file(pathname);
    const type = TYPES[extname(pathname) || ".html"] ?? "application/octet-stream";
    response.writeHead(body === undefined ? 404 : 200, { ...this.#headers, "content-type": type });
    response.end(body);
  }

  async #take(request, response) {
    const body = Buffer.concat(await request.toArray());
    const { headers } = request;
    const data = await new Response(body, { headers: { "content-type": headers["content-type"] } }).formData();
    this.#orders.push([...data]);
    this.#waiting();
    response.writeHead(200, { "content-type": TYPES[".html"] });
    response.end("<!doctype html><title>Thank you</title>");
  }

  async #file(pathname) {
    const name = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    return this.#root && readFile(join(this.#root, name)).catch(() => undefined);
  }
}
