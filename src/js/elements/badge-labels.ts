/** The words of the badge. In them, `{merchant}` and the like stand for what the manifest says. */
export interface BadgeLabels {
  /** Before there is a verified manifest. */
  readonly waiting: string;
  /** When the form cannot be sealed. */
  readonly failed: string;
  /** `{merchant}`. */
  readonly title: string;
  /** The beginning of the fingerprint, `{key}`, in the line that is always shown. */
  readonly key: string;
  /** Under a `test` manifest. */
  readonly test: string;
  /** `{merchant}`. */
  readonly intro: string;
  /** `{merchant}`. */
  readonly fingerprint: string;
  readonly compare: string;
  /** `{role}`, in the merchant's own word. */
  readonly role: string;
  /** `{field}`, to be delivered to. */
  readonly shipping: string;
  /** `{field}`, for the bill. */
  readonly billing: string;
  /** `{period}`, such as `90 days`. */
  readonly keep: string;
  readonly keepUntilDone: string;
  readonly keepUnsaid: string;
  readonly thenDeleted: string;
  /** `{rest}`: what a mask leaves of the value. */
  readonly thenMasked: string;
  readonly thenArchived: string;
  readonly restCard: string;
  readonly restTel: string;
  readonly restNationalId: string;
  readonly restName: string;
  readonly restEmail: string;
  readonly restPostalCode: string;
  readonly restNone: string;
  readonly clear: string;
  readonly clearNote: string;
  /** `{field}`, which is also sealed. */
  readonly clearToo: string;
  readonly clearNothing: string;
  readonly privacy: string;
  readonly limits: string;
  /** What fields are called. */
  readonly fields: Readonly<Record<string, string>>;
}

export const BADGE_LABELS: BadgeLabels = {
  waiting: "Not verified yet",
  failed: "This form cannot be sealed now",
  title: "Sealed for {merchant}",
  key: "Key {key}",
  test: "Test",
  intro:
    "Your browser seals the details below before they are sent, to keys that {merchant} has signed. " +
    "Who carries or stores them on the way cannot read them.",
  fingerprint: "Fingerprint of the key that signs for {merchant}",
  compare: "Compare all of it with the one that the shop gives you elsewhere, such as on paper.",
  role: "Read by “{role}”",
  shipping: "{field} for delivery",
  billing: "{field} for the bill",
  keep: "Kept for {period}",
  keepUntilDone: "Kept until your order has been dealt with",
  keepUnsaid: "Kept until the shop deletes it; it promises no period.",
  thenDeleted: "{keep}; then deleted.",
  thenMasked: "{keep}; then only {rest}.",
  thenArchived: "{keep}; then in the archive, with no promised end.",
  restCard: "the last four digits",
  restTel: "the last two digits",
  restNationalId: "the last two characters",
  restName: "the initials",
  restEmail: "the first letter and what follows the @",
  restPostalCode: "the first two characters",
  restNone: "a mark that it was given",
  clear: "Sent without a seal",
  clearNote: "The shop’s own names for what its page sends along.",
  clearToo: "{field}: sealed, and also without a seal, because the shop needs it at once",
  clearNothing: "Nothing. What is not listed here is not sent.",
  privacy: "Privacy statement (opens in a new tab)",
  limits: "All this is what the shop has signed. It cannot tell you whether the page itself was changed.",
  fields: {},
};

/** Puts what the manifest says where the words have room for it. */
export function fill(words: string, values: Readonly<Record<string, string>>): string {
  return words.replace(/\{(\w+)\}/g, (room, name: string) => values[name] ?? room);
}
