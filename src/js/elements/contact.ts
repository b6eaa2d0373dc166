import type { Contact } from "../core/manifest.js";
import { part, webLink } from "./dom.js";
import type { FallbackLabels } from "./fallback-labels.js";

const WAYS = ["tel", "email", "post", "url"] as const;

/** The merchant's other ways to order, as the verified manifest has them. */
export function contactList(contact: Contact, labels: FallbackLabels): HTMLElement {
  const ways = WAYS.flatMap((way) => {
    const text = contact[way];
    if (text === undefined) return [];
    return [part("div", "way", part("dt", "term", labels[way]), part("dd", "", linked(way, text)))];
  });
  return ways.length > 0 ? part("dl", "ways", ...ways) : part("p", "nothing", labels.nothing);
}

function linked(way: (typeof WAYS)[number], text: string): Node | string {
  const number = text.replace(/[\s().-]/g, "");
  if (way === "url") return webLink(text, text);
  if (way === "tel" && /^\+?\d+$/.test(number)) return link(`tel:${number}`, text);
  if (way === "email" && /^[^\s?&]+@[^\s?&]+$/.test(text)) return link(`mailto:${text}`, text);
  return text;
}

function link(address: string, text: string): HTMLElement {
  const element = part("a", "link", text);
  element.href = address;
  return element;
}
