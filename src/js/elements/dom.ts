/** Makes elements out of texts and nodes. Nothing here reads markup. */

type Child = Node | string;

/** A child of the element, which a page may style as `::part(…)`. */
export function part<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  name: string,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (name) element.setAttribute("part", name);
  element.append(...children);
  return element;
}

/** A link out of the page, which keeps what was typed; the text alone unless it leads to the web. */
export function webLink(text: string, address: string): Child {
  const url = webAddress(address);
  if (url === undefined) return text;
  const link = part("a", "link", text);
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

/** An address that a shopper may be sent to. */
export function webAddress(address: string): string | undefined {
  try {
    const { href, protocol } = new URL(address);
    return protocol === "https:" || protocol === "http:" ? href : undefined;
  } catch {
    return undefined;
  }
}

/** A shadow tree with its style, which the page's own Content Security Policy has no say in. */
export function shadow(host: HTMLElement, css: string): ShadowRoot {
  const root = host.attachShadow({ mode: "open" });
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Older browsers, and jsdom: what is said is worth more than how it looks.
  }
  return root;
}
