import { type Control, isVisible } from "../dom/controls.js";
import { attributeOf } from "../dom/form.js";
import type { Problem } from "../seal/form.js";
import { forShoppers, type Messages } from "../seal/messages.js";
import { emit } from "./events.js";
import { log } from "./tell.js";

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

/** Our messages on the controls of one form, through the Constraint Validation API. */
export class Marks {
  #clearing = new AbortController();

  /** Marks a visible control; false if it cannot show a message. */
  mark(control: Control, controls: readonly Control[], message: string): boolean {
    if (!canShow(control)) return false;
    // The page's own message stands: it is shown in place of ours, and is not ours to clear.
    if (control.validity?.customError) return true;
    control.setCustomValidity?.(message);
    this.#clearOnChange(control, controls, message);
    return true;
  }

  /** Takes every message of ours back. */
  clear(): void {
    this.#clearing.abort();
    this.#clearing = new AbortController();
  }

  #clearOnChange(control: Control, controls: readonly Control[], message: string): void {
    const field = new AbortController();
    const { signal } = field;
    const clear = () => {
      field.abort();
      if (control.validationMessage === message) control.setCustomValidity?.("");
    };
    this.#clearing.signal.addEventListener("abort", clear, { signal });
    for (const type of ["input", "change"]) {
      for (const each of controls) each.addEventListener(type, clear, { signal });
    }
    // A script may have put the value right, of which no event tells. Validation comes before the
    // submit event, so a message that is still there would hold the form for good.
    const onSubmitter = (event: Event) => isSubmitter(event.target) && clear();
    addEventListener("click", onSubmitter, { signal, capture: true });
  }
}

function canShow(control: Control): boolean {
  return control.willValidate === true && isVisible(control);
}

function isSubmitter(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button, [type=submit], [type=image]") !== null;
}
