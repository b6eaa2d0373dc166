import type { Item } from "./search.js";
import { unfold } from "./unfold.js";

const PART = "eyJ[\\w-]+\\.\\.[\\w-]{16}\\.[\\w-]+\\.[\\w-]{22}";
const ORDER = new RegExp(`(?<![\\w.~-])${PART}(?:~${PART})*(?![\\w.~-])`, "g");

/** The sealed orders among what left, each once. */
export function ordersIn(items: readonly Item[]): readonly string[] {
  const texts = items.flatMap(({ data }) => unfold(data).filter(({ path }) => path.length < 2));
  return [...new Set(texts.flatMap(({ text }) => text.match(ORDER) ?? []))];
}
