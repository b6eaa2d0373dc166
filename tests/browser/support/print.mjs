// What a printer would get of a page, as text, page by page.
import { extractText, getDocumentProxy } from "unpdf";

const POINTS_PER_MM = 72 / 25.4;

/** Prints to PDF, on the paper that the page's own style asks for. `path` keeps it to look at. */
export async function print(page, path) {
  const pdf = await page.pdf({ preferCSSPageSize: true, path });
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const { text } = await extractText(document, { mergePages: false });
  const [left, top, right, bottom] = (await document.getPage(1)).view;
  const paper = [right - left, bottom - top].map((side) => Math.round(side / POINTS_PER_MM));
  return { pages: text.map((page) => page.replace(/\s+/g, " ")), paper };
}
