import { type Devtools, run } from "./cdp.js";

/** How a form is submitted. */
export interface SubmitOptions {
  /** The button to press; the form's own by default. */
  readonly button?: string;
}

/** Presses the form's button; without one, submits it. */
export async function submit(
  session: Devtools,
  form: string,
  { button }: SubmitOptions,
): Promise<void> {
  const press = ({ form, button }: { form: string; button: string | null }) => {
    const element = document.querySelector(form);
    if (!(element instanceof HTMLFormElement)) return false;
    const elements = Reflect.get(HTMLFormElement.prototype, "elements", element) as HTMLCollection;
    const isOwn = (control: Element) => ["submit", "image"].includes(Reflect.get(control, "type"));
    const pressed = button === null ? [...elements].find(isOwn) : document.querySelector(button);
    if (button !== null && !pressed) return false;
    if (pressed instanceof HTMLElement) pressed.click();
    else HTMLFormElement.prototype.requestSubmit.call(element);
    return true;
  };
  const isThere = await run(session, press, { form, button: button ?? null }).catch(orGone);
  if (!isThere) throw new Error(`there is no form ${form}${button ? `, or no button ${button}` : ""}`);
}

/** The page may be gone before it can answer. */
function orGone(error: unknown): boolean {
  if (/context was destroyed|navigated or closed/i.test(String(error))) return true;
  throw error;
}
