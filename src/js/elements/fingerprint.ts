import { part } from "./dom.js";

const GROUP = 4;

/** An identity's thumbprint in groups that an eye can follow; copied, it is one word. */
export function fingerprint(identity: string): HTMLElement {
  const groups = identity.match(new RegExp(`.{1,${GROUP}}`, "g")) ?? [];
  const pieces = groups.flatMap((group) => [
    part("span", "group", group),
    document.createElement("wbr"),
  ]);
  return written(part("code", "fingerprint", ...pieces));
}

/** Its beginning: enough to tell two keys apart, not to trust one. */
export function short(identity: string): HTMLElement {
  return written(part("code", "short", `${identity.slice(0, 2 * GROUP)}…`));
}

/** Not a word of any language: left to right, and never translated. */
function written(code: HTMLElement): HTMLElement {
  code.dir = "ltr";
  code.translate = false;
  return code;
}
