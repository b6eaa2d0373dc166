/** The elements of `waxseal/elements` in Svelte's markup: `import type {} from "waxseal/svelte"`. */
import type { HTMLAttributes } from "svelte/elements";
import type { Sealer } from "waxseal";

interface ElementAttributes extends HTMLAttributes<HTMLElement> {
  /** The id of the form that it is about. */
  for?: string;
  /** Your own words, as JSON. */
  labels?: string;
  sealer?: Sealer;
}

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "waxseal-badge": ElementAttributes;
    "waxseal-fallback": ElementAttributes;
  }
}
