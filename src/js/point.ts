import { attributeOf } from "./attribute.js";
import type { Control } from "./controls.js";
import { emit } from "./events.js";
import type { Marks } from "./marks.js";
import { forShoppers, type Messages } from "./messages.js";
import type { Problem } from "./reading.js";
import { log } from "./warnings.js";

/**
 * Points at every problem, and brings the shopper to the first. Returns a message for the first
 * that nobody could show: a button that does nothing is the worst answer.
 */
export function point(
  form: HTMLFormElement,
  problems: readonly Problem[],
  marks: Marks,
  messages: Messages,
): string | undefined {
  const open = problems.filter(({ error, field, element }) =>
    emit(form, "waxseal:invalid", { field, code: error.code, element }),
  );
  for (const problem of open.filter(isThePages)) log(problem.error);
  if (attributeOf(form, "novalidate") !== null) return undefined;
  const text = ({ error }: Problem) => forShoppers(messages, error);
  const isMarked = (problem: Problem) =>
    problem.element && marks.mark(problem.element, problem.controls, text(problem));
  const marked = open.filter(isMarked);
  first(marked)?.reportValidity?.();
  const [hidden] = open;
  if (!hidden || marked.length > 0) return undefined;
  return hidden.field ? `${hidden.field}: ${text(hidden)}` : text(hidden);
}

/** No shopper can mend it: a mark that is wrong, or a field without an input. */
function isThePages({ element, error: { code } }: Problem): boolean {
  return element === null || (code !== "missing-field" && code !== "invalid-field");
}

function first(problems: readonly Problem[]): Control | undefined {
  const controls = problems.map(({ element }) => element).filter((element) => element !== null);
  return controls.sort(inTreeOrder)[0];
}

function inTreeOrder(a: Node, b: Node): number {
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}
