import { type Code, mayPass } from "../core/errors.js";
import { FormElement } from "./base.js";
import { contactList } from "./contact.js";
import { part, shadow } from "./dom.js";
import { FALLBACK_LABELS, type FallbackLabels } from "./fallback-labels.js";
import type { Heard } from "./forms.js";
import { Submitters } from "./submitters.js";

/** How long a shopper on a slow line waits before the other ways are shown, in milliseconds. */
const PATIENCE = 1e4;

/** Where a manifest was verified: what no answer of the shopper's can mend. */
const LASTING: readonly Code[] = ["csp-blocked", "expired", "not-yet-valid", "unsupported"];

const STYLE = `
:host { display: block; }
:host([hidden]) { display: none; }
dl { margin: 0; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem; overflow-wrap: anywhere; white-space: pre-line; }
a { color: var(--waxseal-accent, inherit); }
:focus-visible { outline: 3px solid var(--waxseal-accent, currentColor); outline-offset: 2px; }
`;

/**
 * `<waxseal-fallback>`: the merchant's other ways to order, shown when the form cannot be sealed;
 * its submit is off then, unless another try may help. What stands inside it is shown, else the
 * verified manifest's contact.
 */
export class WaxsealFallback extends FormElement<FallbackLabels> {
  readonly #submitters = new Submitters();
  #region: HTMLElement | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #isLate = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#patience = setTimeout(() => this.#late(), PATIENCE);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#patience);
    this.#submitters.turnOn();
  }

  protected override draw(form: HTMLFormElement | undefined, heard: Heard): void {
    const { sealer, error } = heard;
    const shown = error !== undefined || (!sealer && this.#isLate);
    const region = (this.#region ??= this.#make());
    region.hidden = !shown;
    if (shown) region.replaceChildren(...this.#content(heard));
    this.show(error ? "failed" : sealer ? "working" : "waiting");
    this.#submitters.turnOn();
    if (form && blocks(heard) && this.#submitters.turnOff(form)) region.focus();
  }

  #make(): HTMLElement {
    const region = part("div", "content");
    region.role = "region";
    region.tabIndex = -1;
    shadow(this, STYLE).append(region);
    return region;
  }

  #content({ sealer }: Heard): Node[] {
    const labels = { ...FALLBACK_LABELS, ...this.labels };
    this.#region?.setAttribute("aria-label", labels.title);
    if (this.#hasOwnWords()) return [document.createElement("slot")];
    return [contactList(sealer?.manifest.contact ?? {}, labels)];
  }

  #hasOwnWords(): boolean {
    return this.childElementCount > 0 || this.textContent?.trim() !== "";
  }

  #late(): void {
    this.#isLate = true;
    this.hear();
  }
}

/**
 * Whether a submit is in vain. Protection holds what is sent while nobody knows; where no manifest
 * was verified, the next submit may ask for it again.
 */
function blocks({ sealer, error }: Heard): boolean {
  if (!error) return false;
  return sealer ? LASTING.includes(error.code) : !mayPass(error);
}
