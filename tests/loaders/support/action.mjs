// A shopper of a form whose action is a function on the server, and a recorder on their line.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { findLeaks } from "../../../pkg/dist/testing.js";
import { launchChromium } from "../../browser/support/chromium.mjs";
import { fillIn, type } from "./chromium.mjs";
import { FIELDS } from "./merchant.mjs";

/**
 * Lets a shopper act on a server's pages, and returns every byte that their Chromium sent there.
 * Nothing that they typed may be among them.
 */
export async function recorded(server, act) {
  const line = await Line.to(new URL(server).port);
  const browser = await launchChromium();
  try {
    await act(browser, line.origin);
  } finally {
    await browser.close();
    line.close();
  }
  assert.match(line.sent, /^POST /m, "nothing was recorded");
  assert.deepEqual(findLeaks(FIELDS, line.sent), []);
  return line.sent;
}

/** Stands before the server: Next.js does not take what a browser asks of a proxy. */
class Line {
  #connections = [];

  static async to(port) {
    const line = new Line();
    line.server = createServer((shopper) => line.#join(shopper, connect(port, "localhost")));
    line.server.listen(0, "localhost");
    await once(line.server, "listening");
    line.origin = `http://localhost:${line.server.address().port}`;
    return line;
  }

  get sent() {
    return this.#connections.map((chunks) => Buffer.concat(chunks).toString()).join("\n");
  }

  close() {
    this.server.close();
  }

  #join(shopper, shop) {
    const chunks = [];
    this.#connections.push(chunks);
    shopper.on("data", (chunk) => chunks.push(chunk));
    shopper.pipe(shop).pipe(shopper);
    shopper.on("error", () => shop.destroy());
    shop.on("error", () => shopper.destroy());
  }
}

/** Sends the form as the server rendered it: no script ever runs. */
export async function orderWithoutScript(browser, address) {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(address);
  await type(page);
  await send(page);
}

/** Sends the form while React's scripts are on their way: only those in the page itself run. */
export async function orderBeforeScripts(browser, address) {
  const page = await browser.newPage();
  await page.route("**/*.js*", (route) => route.abort());
  await page.goto(address);
  await type(page);
  await send(page);
}

/** Sends the protected form. */
export async function order(browser, address) {
  const page = await browser.newPage();
  await fillIn(page, address);
  await send(page);
}

/** Sends the same order again from the same form, when the page has said that the first is taken. */
export async function orderTwice(browser, address) {
  const page = await browser.newPage();
  await fillIn(page, address);
  await send(page);
  await page.getByText("1 taken").waitFor();
  await type(page);
  await send(page);
  await page.getByText("2 taken").waitFor();
}

async function send(page) {
  const isPost = (response) => response.request().method() === "POST";
  await Promise.all([page.waitForResponse(isPost), page.click("form button")]);
}
