/** A field of the policy. */
export interface Field {
  readonly role: string;
  readonly kind: string;
  readonly purpose: string;
  readonly required?: boolean;
  /** How long the merchant keeps it, in days: `90d`. */
  readonly keep?: string;
  readonly archive?: "mask" | "drop" | "keep";
  readonly "also-pass"?: boolean;
  readonly mask?: boolean;
}

/** Other ways to order. */
export interface Contact {
  readonly post?: string;
  readonly tel?: string;
  readonly email?: string;
  readonly url?: string;
}

/** What the merchant signed, as it stands in the manifest. */
export interface Manifest {
  readonly merchant: string;
  readonly env: "live" | "test";
  readonly origins: readonly string[];
  /** Seconds since 1970. */
  readonly iat: number;
  /** Seconds since 1970. */
  readonly exp: number;
  readonly version: number;
  readonly fields: Readonly<Record<string, Field>>;
  readonly forms?: Readonly<Record<string, { readonly fields: readonly string[] }>>;
  readonly pass?: readonly string[];
  readonly contact?: Contact;
  readonly privacy?: string;
}

/** The field of this name. Own members only: a page may well ask for `constructor`. */
export function fieldOf(manifest: Manifest, name: string): Field | undefined {
  return Object.hasOwn(manifest.fields, name) ? manifest.fields[name] : undefined;
}

/** The fields of a form of the policy; of all of it without a name. Undefined: no such form. */
export function fieldsOfForm(manifest: Manifest, form?: string): readonly string[] | undefined {
  if (form === undefined) return Object.keys(manifest.fields);
  const forms = manifest.forms ?? {};
  return Object.hasOwn(forms, form) ? forms[form]?.fields : undefined;
}
