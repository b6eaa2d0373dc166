/** What a field's value is. Written by tests/library/vectors.rs, which says how. */
export type Kind =
  | "text"
  | "name"
  | "email"
  | "tel"
  | "postal-code"
  | "card"
  | "expiry"
  | "national-id";
