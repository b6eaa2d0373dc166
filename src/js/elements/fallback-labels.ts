/** The words of the fallback, where the page has none of its own. */
export interface FallbackLabels {
  readonly title: string;
  /** When the merchant says no other way, or nothing of it is verified. */
  readonly nothing: string;
  readonly post: string;
  readonly tel: string;
  readonly email: string;
  readonly url: string;
}

export const FALLBACK_LABELS: FallbackLabels = {
  title: "Other ways to order",
  nothing: "This form cannot be sent safely now. Please order in another way.",
  post: "By letter",
  tel: "By telephone",
  email: "By e-mail",
  url: "On the web",
};
