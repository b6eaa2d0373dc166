// A shopper with WebKitGTK, driven by the plain WebDriver protocol on a screen that nobody sees.
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { becomeTrue, eventually } from "./eventually.mjs";
import { FIELDS } from "./merchant.mjs";
import { freePort, launch, stop } from "./programs.mjs";

const LIBRARIES = "/usr/lib";
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
// Its sandbox needs rights that a container withholds. The page it opens is ours.
const ENV = { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" };

/** An address of this machine that only this process uses: what answers there is no other run's driver. */
const HOST = `127.${process.pid >> 16}.${(process.pid >> 8) & 255}.${process.pid & 255}`;

export const webkit = {
  name: "WebKitGTK",
  order(address) {
    return this.visit((session) => session.order(address));
  },

  /** Waits until each expression in turn is true on the page. */
  see(address, ...expressions) {
    return this.visit((session) => session.see(address, expressions));
  },

  async visit(use) {
    const { child, address } = await startDriver();
    try {
      const session = await Session.open(address);
      this.version = session.version;
      await use(session).finally(() => session.call("DELETE", ""));
    } finally {
      stop(child);
    }
  },
};

/** It takes no port of its own choice: one that another program took meanwhile ends it. */
async function startDriver(tries = 5) {
  const port = await freePort();
  const options = [`--host=${HOST}`, `--port=${port}`];
  const driver = ["xvfb-run", "--auto-servernum", "WebKitWebDriver", ...options];
  const { child, output } = launch("/", driver, ENV);
  const address = `http://${HOST}:${port}`;
  const ended = once(child, "close").then(() => "ended");
  const outcome = await Promise.race([answering(`${address}/status`), ended]).catch((error) => {
    stop(child);
    throw error;
  });
  if (outcome !== "ended") return { child, address };
  if (tries === 1) throw new Error(`WebKitWebDriver does not start: ${output.all}`);
  return startDriver(tries - 1);
}

class Session {
  static async open(driver) {
    const session = new Session();
    session.address = `${driver}/session`;
    const options = { binary: await miniBrowser(), args: ["--automation"] };
    const alwaysMatch = { "webkitgtk:browserOptions": options };
    const made = await session.call("POST", "", { capabilities: { alwaysMatch } });
    session.version = made.capabilities.browserVersion;
    session.address += `/${made.sessionId}`;
    return session;
  }

  async order(address) {
    await this.call("POST", "/url", { url: address });
    for (const [field, text] of Object.entries(FIELDS)) {
      const input = await this.#find(`[autocomplete="${field}"]`);
      await this.call("POST", `/element/${input}/value`, { text });
    }
    await this.call("POST", `/element/${await this.#find("form button")}/click`, {});
    const isSent = async () => (await this.call("GET", "/url")).endsWith("/orders");
    await eventually(isSent, "the form was not sent");
  }

  async see(address, expressions) {
    await this.call("POST", "/url", { url: address });
    await becomeTrue(expressions, (expression) =>
      this.call("POST", "/execute/sync", { script: `return Boolean(${expression})`, args: [] }),
    );
  }

  async #find(value) {
    const found = await this.call("POST", "/element", { using: "css selector", value });
    return found[ELEMENT];
  }

  async call(method, path, body) {
    const init = { method, body: body && JSON.stringify(body) };
    const { value } = await (await fetch(this.address + path, init)).json();
    if (value?.error) throw new Error(`WebKitWebDriver: ${value.error}: ${value.message}`);
    return value;
  }
}

function answering(address) {
  return eventually(() => fetch(address).catch(() => undefined), "WebKitWebDriver does not answer");
}

/** Distributions put it beside the library, out of the path. */
async function miniBrowser() {
  for (const name of await readdir(LIBRARIES)) {
    const path = await beside(`${LIBRARIES}/${name}`);
    if (path) return path;
  }
  throw new Error("no MiniBrowser of WebKitGTK is installed");
}

async function beside(folder) {
  const names = await readdir(folder).catch(() => []);
  const library = names.filter((name) => name.startsWith("webkit2gtk-")).sort().at(-1);
  const files = library ? await readdir(`${folder}/${library}`) : [];
  return files.includes("MiniBrowser") && `${folder}/${library}/MiniBrowser`;
}
