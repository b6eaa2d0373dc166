import type { Control } from "../dom/controls.js";
import { isVisible } from "../dom/controls.js";
import { newId } from "./note.js";

const ATTRIBUTE = "data-waxseal-summary";

/** All that is wrong with a form, at one place, with links to where. */
export class Summary {
  readonly #element: HTMLElement;
  readonly #isOwn: boolean;
  readonly #title: string;
  readonly #list = document.createElement("ul");
  readonly #items = new Map<Control | null, HTMLElement>();

  constructor(form: HTMLFormElement, given: HTMLElement | true, title: string) {
    const found = given === true ? form.querySelector<HTMLElement>(`[${ATTRIBUTE}]`) : given;
    this.#isOwn = !found;
    this.#element = found ?? make(form);
    this.#title = title;
    this.#element.setAttribute("role", "alert");
    this.#element.tabIndex = -1;
    this.clear();
  }

  /** One more. The link leads to the control, where that can be seen. */
  add(control: Control | null, label: string, text: string): void {
    const item = document.createElement("li");
    const words = label ? `${label}: ${text}` : text;
    item.append(control && isVisible(control) ? link(control, words) : words);
    this.#items.get(control)?.remove();
    this.#items.set(control, item);
    this.#list.append(item);
  }

  /** Shows it, and brings the shopper there. */
  focus(): void {
    const title = document.createElement("p");
    const strong = document.createElement("strong");
    strong.append(this.#title);
    title.append(strong);
    this.#element.replaceChildren(title, this.#list);
    this.#element.hidden = false;
    this.#element.focus();
  }

  /** This one is mended. */
  drop(control: Control | null): void {
    this.#items.get(control)?.remove();
    this.#items.delete(control);
    if (this.#items.size === 0) this.clear();
  }

  /** Nothing is wrong. */
  clear(): void {
    this.#items.clear();
    this.#list.replaceChildren();
    this.#element.replaceChildren();
    this.#element.hidden = true;
  }

  /** As if it had never been there. */
  remove(): void {
    this.clear();
    if (this.#isOwn) this.#element.remove();
  }
}

function make(form: HTMLFormElement): HTMLElement {
  const element = document.createElement("div");
  element.setAttribute(ATTRIBUTE, "");
  form.prepend(element);
  return element;
}

function link(control: Control, words: string): HTMLElement {
  const element = document.createElement("a");
  control.id ||= newId();
  element.href = `#${encodeURIComponent(control.id)}`;
  element.append(words);
  element.addEventListener("click", (event) => {
    event.preventDefault();
    control.focus();
  });
  return element;
}
