import { type Follower, follow, formOf, type Heard, heardOf, unfollow, type VerifiedSealer } from "./forms.js";

/** A server has no elements, and may import ours. */
const Base = globalThis.HTMLElement ?? (class {} as unknown as typeof HTMLElement);

/** An element that follows one form, and is drawn anew when there is something to tell. */
export abstract class FormElement<Labels extends object> extends Base implements Follower {
  static readonly observedAttributes: readonly string[] = ["for", "labels"];

  #sealer: VerifiedSealer | undefined;
  #labels: Partial<Labels> = {};
  #states: CustomStateSet | undefined;

  /** Draws what is known now. */
  protected abstract draw(form: HTMLFormElement | undefined, heard: Heard): void;

  /** The sealer, for a page that has it and does not leave it to the form's events. */
  get sealer(): VerifiedSealer | undefined {
    return this.#sealer;
  }

  set sealer(sealer: VerifiedSealer | undefined) {
    this.#sealer = sealer;
    this.hear();
  }

  /** Your own words in place of ours; the attribute of this name takes them as JSON. */
  get labels(): Partial<Labels> {
    return this.#labels;
  }

  set labels(labels: Partial<Labels>) {
    this.#labels = labels;
    this.hear();
  }

  connectedCallback(): void {
    this.#states ??= this.attachInternals?.().states;
    for (const name of ["sealer", "labels"] as const) this.#adopt(name);
    follow(this);
    this.hear();
  }

  disconnectedCallback(): void {
    unfollow(this);
  }

  attributeChangedCallback(name: string, _before: string | null, value: string | null): void {
    if (name === "labels") this.labels = parse(value);
    else this.hear();
  }

  /** Draws again: a form has said something. */
  hear(): void {
    if (!this.isConnected) return;
    const form = formOf(this);
    const sealer = this.#sealer;
    this.draw(form, sealer ? { sealer } : heardOf(form));
  }

  /** Lets a style sheet select `:state(name)`, of these names one at a time. */
  protected show(state: string): void {
    this.#states?.clear();
    this.#states?.add(state);
  }

  /** A property that was set before the element was defined would hide our own. */
  #adopt(name: "sealer" | "labels"): void {
    if (!Object.hasOwn(this, name)) return;
    const value = Reflect.get(this, name);
    Reflect.deleteProperty(this, name);
    Reflect.set(this, name, value);
  }
}

function parse<Labels>(json: string | null): Partial<Labels> {
  try {
    const labels: unknown = JSON.parse(json ?? "{}");
    return typeof labels === "object" && labels !== null ? labels : {};
  } catch {
    console.error("waxseal: labels is not JSON");
    return {};
  }
}
