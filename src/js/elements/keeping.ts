import type { Field, Kind } from "../core/manifest.js";
import { type BadgeLabels, fill } from "./badge-labels.js";

/** What a mask leaves of a value, by its kind. */
const REST: { readonly [K in Kind]?: keyof BadgeLabels & `rest${string}` } = {
  card: "restCard",
  tel: "restTel",
  "national-id": "restNationalId",
  name: "restName",
  email: "restEmail",
  "postal-code": "restPostalCode",
};

/** How long a field is kept, and what becomes of it then. */
export function keeping({ keep, archive, kind }: Field, labels: BadgeLabels, language: string): string {
  const days = Number.parseInt(keep ?? "", 10);
  if (Number.isNaN(days)) return labels.keepUnsaid;
  const period = days === 0 ? labels.keepUntilDone : fill(labels.keep, { period: inDays(days, language) });
  if (archive === "keep") return fill(labels.thenArchived, { keep: period });
  if (archive !== "mask") return fill(labels.thenDeleted, { keep: period });
  return fill(labels.thenMasked, { keep: period, rest: labels[REST[kind] ?? "restNone"] });
}

function inDays(days: number, language: string): string {
  const form = { style: "unit", unit: "day", unitDisplay: "long" } as const;
  return new Intl.NumberFormat(supported(language), form).format(days);
}

/** The page's language, unless that is no language: the words are English by default. */
function supported(language: string): string {
  try {
    return new Intl.Locale(language).toString();
  } catch {
    return "en";
  }
}
