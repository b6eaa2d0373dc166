import { chromium } from "../support/chromium.mjs";
import { firefox } from "../support/firefox.mjs";
import { webkit } from "../support/webkit.mjs";

export const environments = [chromium, firefox, webkit].map((browser) => ({
  name: `script type=module, ${browser.name}`,
  what: "markup alone, waxseal/auto",
  quick: browser === chromium,
  version: async () => browser.version,
  run: (project) => project.order(project.serve("."), browser),
}));
