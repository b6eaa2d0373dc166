// The Chromium that the tests drive.
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The headless shell where one is named: the same engine without the windows around it, for a third
 * of the work a page. `whole` is for what the shell lacks: pages that come back, the browser's autofill.
 */
export function launchChromium({ whole = false, ...options } = {}) {
  const { CHROMIUM = "/usr/bin/chromium", CHROMIUM_SHELL } = process.env;
  const executablePath = whole ? CHROMIUM : CHROMIUM_SHELL || CHROMIUM;
  return chromium.launch({ executablePath, args: FLAGS, ...options });
}
