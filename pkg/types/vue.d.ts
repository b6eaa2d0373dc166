/** The elements of `waxseal/elements` in Vue's templates: `import type {} from "waxseal/vue"`. */
import type { DefineComponent } from "vue";
import type { Sealer } from "waxseal";

interface ElementProps {
  /** The id of the form that it is about. */
  for?: string;
  /** Your own words, as JSON. */
  labels?: string;
  sealer?: Sealer;
}

declare module "vue" {
  interface GlobalComponents {
    "waxseal-badge": DefineComponent<ElementProps>;
    "waxseal-fallback": DefineComponent<ElementProps>;
  }
}
