import type { Page } from "../core/page.js";
import { controlsOf, empty } from "../dom/controls.js";
import { marksOf } from "../seal/form.js";

/** Empties what a shopper would least like to find still there. */
export function clearSecrets(form: HTMLFormElement, page: Page): void {
  controlsOf(form)
    .filter((control) => page.isSecret(...marksOf(control)))
    .forEach(empty);
}
