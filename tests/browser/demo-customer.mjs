// A customer with a keyboard, and a recorder on their line.

import { createServer, connect } from "node:net";
import { once } from "node:events";
import { launchChromium } from "./support/chromium.mjs";

// Chromium, all of whose traffic passes through us: what `sent` returns is every byte that left
// the browser, not what the browser's own tools say of it.
export async function startBrowser(url) {
  const connections = [];
  const wire = createServer((browser) => {
    const shop = connect(new URL(url).port, "127.0.0.1");
    const chunks = [];
    connections.push(chunks);
    browser.on("data", (chunk) => chunks.push(chunk));
    browser.pipe(shop).pipe(browser);
    browser.on("error", () => shop.destroy());
    shop.on("error", () => browser.destroy());
  });
  wire.listen(0, "127.0.0.1");
  await once(wire, "listening");
  const browser = await launchChromium({
    // Chromium would go round the proxy for addresses of its own machine.
    proxy: { server: `http://127.0.0.1:${wire.address().port}`, bypass: "<-loopback>" },
  });
  return {
    browser,
    sent: () => connections.map((chunks) => Buffer.concat(chunks).toString()).join("\n"),
    async close() {
      await browser.close();
      wire.close();
    },
  };
}

// A page that keeps what it complains of and whom it asks.
export async function visit(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  const asked = new Set();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => asked.add(new URL(request.url()).origin));
  await page.goto(url);
  return { page, complaints, asked, close: () => context.close() };
}

// Goes through the form from top to bottom: Tab, and what each control wants.
export async function fillIn(page, answers) {
  await page.locator("#name").focus();
  for (const id of ["name", "email", "tel", "street-address", "postal-code"]) {
    await type(page, id, answers[id]);
  }
  await type(page, "country", answers.countryName);
  await on(page, "gift-wrap");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  for (const id of ["cc-name", "cc-number", "cc-exp"]) await type(page, id, answers[id]);
}

async function type(page, id, text) {
  await on(page, id);
  await page.keyboard.type(text);
  await page.keyboard.press("Tab");
}

// Proves that the keyboard has arrived where a person would expect it.
async function on(page, name) {
  const active = await page.evaluate(() => document.activeElement.id || document.activeElement.name);
  if (active !== name) throw new Error(`Tab led to ${active} and not to ${name}`);
}
