// `node tests/browser/screenshots.mjs FOLDER [URL]`: pictures of the demo in each of its states, to
// look at. Without a URL it opens the demo itself.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openShop } from "./demo-shop.mjs";
import { STATES } from "./demo-states.mjs";
import { launchChromium } from "./support/chromium.mjs";

const SCREENS = {
  "desktop-1280": { viewport: { width: 1280, height: 900 } },
  "phone-360": { viewport: { width: 360, height: 740 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  "zoomed-200": { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 },
  "forced-colors": { viewport: { width: 1280, height: 900 }, forcedColors: "active" },
};

const [folder, url] = process.argv.slice(2);
if (!folder) throw new Error("say into which folder");
await mkdir(folder, { recursive: true });
const shop = url ? { url, close() {} } : await openShop();
const browser = await launchChromium();
for (const [screen, options] of Object.entries(SCREENS)) {
  for (const [state, reach] of Object.entries(STATES)) {
    const page = await browser.newPage(options);
    await page.goto(shop.url);
    await reach(page);
    // What sticks to the screen would be drawn where the page was scrolled to.
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: join(folder, `${screen}-${state}.png`), fullPage: true });
    await page.close();
  }
}
await browser.close();
await shop.close();
