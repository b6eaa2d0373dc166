import { createHash } from "node:crypto";
import { chromium } from "../support/chromium.mjs";
import { firefox } from "../support/firefox.mjs";
import { webkit } from "../support/webkit.mjs";
import { assertControls } from "./controls.mjs";

const strict = (sources = "'wasm-unsafe-eval'") =>
  `default-src 'none'; script-src 'self' ${sources}; style-src 'self'; connect-src 'self'; ` +
  "form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const BADGE = `document.querySelector("waxseal-badge").shadowRoot?.firstElementChild?.innerText`;
const FALLBACK = `document.querySelector("waxseal-fallback").offsetHeight`;
const IS_OFF = `document.querySelector("form button").disabled`;
/** The merchant is named, no other way to order is shown, and the order can be sent. */
const SEALS = `${BADGE}?.startsWith("Sealed for Acme Books") && ${FALLBACK} === 0 && !${IS_OFF}`;
/** The other way to order is shown, and nothing can be sent. */
const cannotSeal = (code) =>
  `document.documentElement.dataset.code === "${code}" && ${FALLBACK} > 0 && ${IS_OFF}`;
const IS_NOT_RUN = `document.readyState === "complete" && !customElements.get("waxseal-badge")`;

const PACKAGE = "/node_modules/waxseal/dist";
const ANOTHER_FILE = `sha384-${createHash("sha384").update("another file").digest("base64")}`;

/** A page whose import map has another hash for `index.js`, and the policy that allows the map. */
async function tampered(project) {
  const map = JSON.stringify({ integrity: { [`${PACKAGE}/index.js`]: ANOTHER_FILE } });
  const page = await project.read("index.html");
  const script = `<script type="importmap">${map}</script>`;
  await project.write("tampered.html", page.replace("</title>", `</title>${script}`));
  return strict(`'wasm-unsafe-eval' 'sha256-${createHash("sha256").update(map).digest("base64")}'`);
}

export const environments = [chromium, firefox, webkit].map((browser) => ({
  name: `script type=module, ${browser.name}`,
  what: "markup alone: every control, badge and fallback, the strictest CSP",
  quick: browser === chromium,
  version: async () => browser.version,
  async run(project) {
    const serve = (policy) => project.serve(".", { "content-security-policy": policy });
    await browser.see(serve(strict("")), cannotSeal("csp-blocked"));
    await browser.see(`${serve(strict())}/unsealed.html`, cannotSeal("malformed"));
    await browser.see(`${serve(await tampered(project))}/tampered.html`, IS_NOT_RUN);
    await assertControls(project, browser, `${serve(strict())}/controls.html`);
    await browser.see(serve(strict()), SEALS);
    return project.order(serve(strict()), browser);
  },
}));
