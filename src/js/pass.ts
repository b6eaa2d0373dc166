import { literal } from "./literal.js";

/**
 * Whether one of the patterns names this entry. In a pattern, `*` is any run of characters but `[`
 * and `]`, the empty run too; everything else is itself.
 */
export function passes(patterns: readonly string[], entry: string): boolean {
  return patterns.some((pattern) => expression(pattern).test(entry));
}

function expression(pattern: string): RegExp {
  return new RegExp(`^${literal(pattern).replaceAll("\\*", "[^\\[\\]]*")}$`);
}
