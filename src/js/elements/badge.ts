import { BADGE_LABELS, type BadgeLabels, fill } from "./badge-labels.js";
import { BADGE_STYLE } from "./badge-style.js";
import { FormElement } from "./base.js";
import { part, shadow } from "./dom.js";
import { fingerprint, short } from "./fingerprint.js";
import type { Heard, VerifiedSealer } from "./forms.js";
import { panel } from "./panel.js";

/**
 * `<waxseal-badge>`: whose key the form is sealed to, what is sealed, who reads it and for how long
 * it is kept, from the verified manifest only. Before there is one it claims nothing.
 */
export class WaxsealBadge extends FormElement<BadgeLabels> {
  #details: HTMLDetailsElement | undefined;
  #drawn: readonly unknown[] = [];

  /** Whether the details are shown. */
  get open(): boolean {
    return this.#details?.open ?? false;
  }

  set open(open: boolean) {
    if (this.#details) this.#details.open = open;
  }

  protected override draw(_form: HTMLFormElement | undefined, { sealer, error }: Heard): void {
    const verified = sealer && !error && isValid(sealer) ? sealer : undefined;
    const state = verified ? "verified" : sealer || error ? "failed" : "waiting";
    const language = this.#language();
    const now = [state, verified, this.labels, language];
    if (now.every((value, index) => value === this.#drawn[index])) return;
    this.#drawn = now;
    const root = this.shadowRoot ?? shadow(this, BADGE_STYLE);
    const labels = { ...BADGE_LABELS, ...this.labels };
    const badge = verified ? this.#disclosure(verified, labels, language) : status(labels, state);
    badge.lang = language;
    root.replaceChildren(badge);
    this.show(state);
  }

  #disclosure({ manifest, identity }: VerifiedSealer, labels: BadgeLabels, language: string): HTMLElement {
    const { merchant } = manifest;
    const title = part("span", "title", fill(labels.title, { merchant }));
    const key = part("span", "key", ...around(labels.key, short(identity)));
    const test = manifest.env === "test" ? [part("span", "test", labels.test)] : [];
    const headline = part("span", "headline", title, " ", ...test, " ", key);
    const content = panel(manifest, fingerprint(identity), labels, language);
    const details = part("details", "badge", part("summary", "summary", headline), content);
    details.open = this.open;
    // Pages stay open for days.
    details.addEventListener("toggle", () => this.hear());
    this.#details = details;
    return details;
  }

  /** The page's where the words are the page's; ours are English. */
  #language(): string {
    if (Object.keys(this.labels).length === 0) return "en";
    return this.closest<HTMLElement>("[lang]")?.lang ?? "";
  }
}

function status(labels: BadgeLabels, state: string): HTMLElement {
  return part("p", "badge status", state === "failed" ? labels.failed : labels.waiting);
}

/** Words with a node in the place of `{key}`. */
function around(words: string, key: Node): (Node | string)[] {
  const [before = "", after] = words.split("{key}");
  return after === undefined ? [before] : [before, key, after];
}

function isValid(sealer: VerifiedSealer): boolean {
  try {
    sealer.check();
    return true;
  } catch {
    return false;
  }
}
