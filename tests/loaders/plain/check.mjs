import { chromium } from "../support/chromium.mjs";
import { firefox } from "../support/firefox.mjs";
import { webkit } from "../support/webkit.mjs";

const BADGE = `document.querySelector("waxseal-badge").shadowRoot?.firstElementChild?.innerText`;
const FALLBACK = `document.querySelector("waxseal-fallback").offsetHeight`;
const IS_OFF = `document.querySelector("form button").disabled`;
/** The merchant is named, no other way to order is shown, and the order can be sent. */
const SEALS = `${BADGE}?.startsWith("Sealed for Acme Books") && ${FALLBACK} === 0 && !${IS_OFF}`;
/** The page names a manifest that is none: the other way is shown, and nothing can be sent. */
const CANNOT_SEAL = `${FALLBACK} > 0 && ${IS_OFF}`;

export const environments = [chromium, firefox, webkit].map((browser) => ({
  name: `script type=module, ${browser.name}`,
  what: "markup alone, waxseal/auto, badge and fallback",
  quick: browser === chromium,
  version: async () => browser.version,
  async run(project) {
    const address = project.serve(".");
    await browser.see(`${address}/unsealed.html`, CANNOT_SEAL);
    await browser.see(address, SEALS);
    return project.order(address, browser);
  },
}));
