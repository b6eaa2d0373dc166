/** A React hook that protects a form. For React 18 and 19. */
import {
  type HTMLAttributes,
  type RefAttributes,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { Attachment, LOADING } from "./react/attachment.js";
import { whenFormsMayChange } from "./react/changes.js";
import type { UseWaxsealOptions, WaxsealState } from "./react/state.js";

export type { UseWaxsealOptions, WaxsealState } from "./react/state.js";

/** On a server there is no layout, and React 18 warns of an effect that waits for it. */
const useCommitEffect = typeof document === "undefined" ? useEffect : useLayoutEffect;

/**
 * Protects the form that `form` refers to, from then on for as long as the form is in the document:
 * also while React hides it, and when the component is gone. Errors are returned, never thrown: a
 * form that cannot be protected stays blocked.
 */
export function useWaxseal<Field extends string = string>(
  form: RefObject<HTMLFormElement | null>,
  options: UseWaxsealOptions,
): WaxsealState<Field> {
  const [state, setState] = useState<WaxsealState<Field>>(LOADING);
  const latest = useRef(options);
  const attachment = useRef<Attachment<Field> | undefined>(undefined);
  const following = useRef(() => {});

  const follow = () => {
    latest.current = options;
    const current = attachment.current;
    // Of a form that React hides the ref is null, and it can be sent.
    const element = form.current ?? current?.standing;
    if (current?.isFor(element, options)) return current.stay();
    current?.end();
    attachment.current = element && new Attachment(element, latest, setState);
  };

  // After each render: the form may be another one, and a ref tells nobody. At once, for a form that
  // stands can be sent; and again later, for the ref of a form around the component is set only then.
  useCommitEffect(() => {
    following.current = follow;
    follow();
  });
  useEffect(follow);

  // In between, for a form may come, and its ref be set, without a render of this component.
  useCommitEffect(() => {
    const stop = whenFormsMayChange(() => following.current());
    return () => {
      stop();
      attachment.current?.leave();
    };
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
