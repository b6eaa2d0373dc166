import type { Kind } from "../core/manifest.js";

/**
 * What is told: `missing-field` and `invalid-field` are the error codes, each also with a kind,
 * which is looked for first; `expired-card` is a remark and stops nothing; `summary` is its title.
 */
export type FieldMessage =
  | "missing-field"
  | "invalid-field"
  | `missing-field ${Kind}`
  | `invalid-field ${Kind}`
  | "other"
  | "expired-card"
  | "summary";

/** Your own words, or what makes them of the field's name and of its label. */
export type FieldMessages = {
  readonly [M in FieldMessage]?: string | ((field: string, label: string) => string);
};

const MESSAGES: FieldMessages = {
  "missing-field": "Please fill in this field.",
  "invalid-field": "Please check this field.",
  "invalid-field card": "This is not a whole card number, or a digit is wrong.",
  "invalid-field expiry": "Enter month and year, such as 09/29.",
  "invalid-field email": "Enter an e-mail address, such as name@example.com.",
  "invalid-field tel": "Enter a number of 4 to 15 digits, such as +44 20 7946 0000.",
  "invalid-field postal-code": "Enter letters, digits and spaces only.",
  "invalid-field national-id": "Enter 4 to 32 letters and digits.",
  other: "This field cannot be sent.",
  "expired-card": "This date is past. Please check it.",
  summary: "Please check what you entered",
};

/** The words for a code about a field of some kind. */
export function say(
  messages: FieldMessages,
  code: string,
  kind: Kind | undefined,
  field = "",
  label = "",
): string {
  const [apt, general] = [`${code} ${kind}`, code] as [FieldMessage, FieldMessage];
  const find = (words: FieldMessages) => words[apt] ?? words[general];
  const message = find(messages) ?? find(MESSAGES) ?? messages.other ?? MESSAGES.other;
  return typeof message === "function" ? message(field, label) : (message ?? code);
}
