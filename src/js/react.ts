/** A React hook that protects a form. For React 18 and 19. */
import {
  type HTMLAttributes,
  type RefAttributes,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from "react";
import type { LoadOptions, ProtectOptions, Sealer, WaxsealError } from "waxseal";
import { Attachment } from "./react/attachment.js";

/**
 * How to load the sealer and how to protect the form. When `manifest`, `pin`, `minVersion` or
 * `origin` changes, the manifest is loaded anew; of the others the latest is always used.
 */
export type UseWaxsealOptions = LoadOptions & ProtectOptions;

/** Whether the form can be sealed. Until it is `ready` a submit waits; once `failed`, none leaves. */
export type WaxsealState<Field extends string = string> =
  | { readonly status: "loading"; readonly sealer?: undefined; readonly error?: undefined }
  | { readonly status: "ready"; readonly sealer: Sealer<Field>; readonly error?: undefined }
  | { readonly status: "failed"; readonly sealer?: undefined; readonly error: WaxsealError };

/**
 * Protects the form that `form` refers to for as long as the component is mounted. The component
 * that calls it has to render the form. Errors are returned, never thrown: a form that cannot be
 * protected stays blocked.
 */
export function useWaxseal<Field extends string = string>(
  form: RefObject<HTMLFormElement | null>,
  options: UseWaxsealOptions,
): WaxsealState<Field> {
  const [state, setState] = useState<WaxsealState<Field>>({ status: "loading" });
  const latest = useRef(options);
  const attachment = useRef<Attachment<Field> | undefined>(undefined);

  // After each render: the form may be another one, and a ref tells nobody.
  useEffect(() => {
    latest.current = options;
    if (attachment.current?.isFor(form.current, options)) return;
    attachment.current?.end();
    attachment.current = Attachment.begin(form.current, latest, setState);
  });

  useEffect(() => () => {
    attachment.current?.end();
    attachment.current = undefined;
  }, []);

  return state;
}

/** What `<waxseal-badge>` and `<waxseal-fallback>` take, beside the attributes of every element. */
interface ElementAttributes extends HTMLAttributes<HTMLElement>, RefAttributes<HTMLElement> {
  /** The id of the form that it is about. */
  for?: string;
  /** Your own words, as JSON. */
  labels?: string;
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "waxseal-badge": ElementAttributes;
      "waxseal-fallback": ElementAttributes;
    }
  }
}
