import { attributeOf } from "../dom/form.js";

/** Turns a form's buttons off, and later on again: those alone that were on. */
export class Submitters {
  readonly #off = new Set<Submitter>();

  /** Off. Returns true if one of them had the focus. */
  turnOff(form: HTMLFormElement): boolean {
    const { activeElement } = form.getRootNode() as Document | ShadowRoot;
    const buttons = submittersOf(form).filter((button) => !button.disabled);
    for (const button of buttons) {
      button.disabled = true;
      this.#off.add(button);
    }
    return buttons.some((button) => button === activeElement);
  }

  /** On again. */
  turnOn(): void {
    for (const button of this.#off) button.disabled = false;
    this.#off.clear();
  }
}

type Submitter = HTMLButtonElement | HTMLInputElement;

const SUBMITTERS = "button:not([type=button], [type=reset]), input:is([type=submit], [type=image])";

/** Wherever in the tree they stand. One that only closes a dialog sends nothing. */
function submittersOf(form: HTMLFormElement): Submitter[] {
  const root = form.getRootNode() as ParentNode & Node;
  const tree = form === root ? form : root;
  const buttons = [...tree.querySelectorAll<Submitter>(SUBMITTERS)];
  return buttons.filter((button) => button.form === form && methodOf(form, button) !== "dialog");
}

function methodOf(form: HTMLFormElement, button: Submitter): string | undefined {
  const method = button.getAttribute("formmethod") ?? attributeOf(form, "method");
  return method?.toLowerCase();
}
