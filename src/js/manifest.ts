/** A field of the policy. */
export interface Field {
  readonly role: string;
  readonly kind: Kind;
  readonly purpose: string;
  readonly required?: boolean;
  /** How long the merchant keeps it, in days: `90d`. */
  readonly keep?: string;
  readonly archive?: "mask" | "drop" | "keep";
  readonly "also-pass"?: boolean;
  readonly mask?: boolean;
}

/** What a field's value is. */
export type Kind =
  | "text"
  | "name"
  | "email"
  | "tel"
  | "postal-code"
  | "card"
  | "expiry"
  | "national-id";

/** A public key that orders are sealed to: an X25519 JWK (RFC 8037). */
export interface RecipientKey {
  readonly kty: "OKP";
  readonly crv: "X25519";
  readonly x: string;
  readonly kid: string;
  readonly alg: "ECDH-ES";
  readonly use: "enc";
  readonly role: string;
  /** The customer's group. */
  readonly grp?: string;
  /** Seconds since 1970. */
  readonly nbf: number;
  /** Seconds since 1970. */
  readonly exp: number;
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
  readonly keys: readonly RecipientKey[];
  readonly revoked: readonly string[];
  readonly fields: Readonly<Record<string, Field>>;
  readonly forms: Readonly<Record<string, { readonly fields: readonly string[] }>>;
  readonly pass: readonly string[];
  readonly contact?: Contact;
  readonly privacy?: string;
}

/** The field of this name. No part of a manifest inherits: a page may well ask for `constructor`. */
export function fieldOf(manifest: Manifest, name: string): Field | undefined {
  return manifest.fields[name];
}
