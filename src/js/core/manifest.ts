import type { Kind } from "./kind.js";

export type { Kind };

/** A field of the policy. */
export interface Field {
  /** The role whose people read it. */
  readonly role: string;
  /** What its value is, and so how it is checked and written. */
  readonly kind: Kind;
  /** Why it is asked for, in words for the customer. */
  readonly purpose: string;
  /** Whether no order goes without it. */
  readonly required?: boolean;
  /** How long the merchant keeps it, in days: `90d`. */
  readonly keep?: string;
  /** What the merchant's archive copy has of it after that; `drop` if absent. */
  readonly archive?: "mask" | "drop" | "keep";
  /** Whether it is sent in clear besides, under its input's own name: the shop needs it too. */
  readonly "also-pass"?: boolean;
  /** Whether the merchant's desk shows it masked; absent, the kind decides. */
  readonly mask?: boolean;
}

/** A public key that orders are sealed to: an X25519 JWK (RFC 7517, RFC 8037 §2). */
export interface RecipientKey {
  /** An octet key pair (RFC 8037 §2). */
  readonly kty: "OKP";
  /** Of this curve (RFC 7748). */
  readonly crv: "X25519";
  /** The public key: 32 bytes in base64url. */
  readonly x: string;
  /** The key's thumbprint (RFC 7638). */
  readonly kid: string;
  /** Direct key agreement (RFC 7518 §4.6). */
  readonly alg: "ECDH-ES";
  /** For encryption alone (RFC 7517 §4.2). */
  readonly use: "enc";
  /** The role that has the private key. */
  readonly role: string;
  /** The customer's group. */
  readonly grp?: string;
  /** From when on it is used, in seconds since 1970. */
  readonly nbf: number;
  /** Until when it is used, in seconds since 1970. */
  readonly exp: number;
}

/** Other ways to order, as the merchant wrote them, for a shopper whose browser cannot seal. */
export interface Contact {
  /** A postal address, in one line. */
  readonly post?: string;
  /** A telephone number. */
  readonly tel?: string;
  /** An e-mail address. */
  readonly email?: string;
  /** The address of a page. */
  readonly url?: string;
}

/** What the merchant signed, as it stands in the manifest: the payload of a JWS (RFC 7515). */
export interface Manifest {
  /** The merchant's name. */
  readonly merchant: string;
  /** A `test` manifest also allows `http://localhost` on any port, and the console warns under it. */
  readonly env: "live" | "test";
  /** The origins whose pages may seal with it, `https://shop.example`. */
  readonly origins: readonly string[];
  /** When it was signed, in seconds since 1970. */
  readonly iat: number;
  /** Until when it is valid, in seconds since 1970; pages allow 24 hours more. */
  readonly exp: number;
  /** Grows with each one that is published. */
  readonly version: number;
  /** The keys to seal to, of every role and group. */
  readonly keys: readonly RecipientKey[];
  /** Thumbprints of keys that are not to be used any more. */
  readonly revoked: readonly string[];
  /** What may be sealed, by name. */
  readonly fields: Readonly<Record<string, Field>>;
  /** The steps of a checkout, by name. Where there are none, all fields are one form. */
  readonly forms: Readonly<Record<string, { readonly fields: readonly string[] }>>;
  /** The names of entries that may leave unsealed; `*` is any run of characters but `[` and `]`. */
  readonly pass: readonly string[];
  /** Other ways to order. */
  readonly contact?: Contact;
  /** The address of the merchant's privacy statement. */
  readonly privacy?: string;
}
