import { WaxsealError } from "../core/errors.js";
import { call } from "./module.js";
import { type TestPolicy, tomlOf } from "./policy.js";

/** A private key as a JWK (RFC 8037). */
export interface PrivateJwk {
  readonly kty: "OKP";
  readonly crv: "X25519" | "Ed25519";
  readonly x: string;
  readonly d: string;
}

/** A role's private key, with the record of whose it is. */
export interface RoleKey {
  readonly kid: string;
  readonly role: string;
  readonly grp?: string;
  readonly jwk: PrivateJwk;
}

/** What all parts of an order say alike, as it stands in their headers. */
export interface OrderHeader {
  /** The origin of the page that sealed, as it claims. */
  readonly origin: string;
  /** The thumbprint of the identity that the order is addressed to. */
  readonly to: string;
  /** The order's number. */
  readonly jti: string;
  /** When it was sealed, in seconds since 1970, as the page claims. */
  readonly iat: number;
  /** The version of the manifest that it was sealed with. */
  readonly ver: number;
  /** The roles that have a part. */
  readonly parts: readonly string[];
  /** The customer's group. */
  readonly grp?: string;
  /** The policy's form. */
  readonly form?: string;
  /** Your own reference of the order. */
  readonly ref?: string;
}

/** An opened order. */
export interface OpenedOrder {
  readonly fields: Readonly<Record<string, string>>;
  /** What all parts say alike, authenticated. */
  readonly header: OrderHeader;
  readonly parts: readonly OpenedPart[];
}

/** One role's part of it. */
export interface OpenedPart {
  readonly role: string;
  /** The thumbprint of the key that it was sealed to. */
  readonly kid: string;
  /** The names of its fields; undefined, if there is no key here for it. */
  readonly fields: readonly string[] | undefined;
}

/** A test vault: its policy, and when it is published. */
export interface TestVaultOptions extends TestPolicy {
  /** How many days the manifest is valid for; 90 by default. */
  readonly days?: number;
  /** The time in milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number;
}

/** A merchant that lives as long as the test. */
export interface TestVault {
  /** The manifest's text: serve it, or give it to `Sealer.load`. */
  readonly manifest: string;
  /** The pin for the page. */
  readonly pin: string;
  /** The private keys, for opening with another library. */
  readonly keys: readonly RoleKey[];
  /**
   * Opens an order as the merchant's desk would: with every check, and every part of it.
   *
   * @throws {@link WaxsealError} with the code that `waxseal open` gives.
   */
  open(line: string): OpenedOrder;
}

/**
 * Makes keys and publishes a manifest for tests (`env: "test"`), in memory. Node.js only.
 *
 * ```js
 * const vault = createTestVault({ fields: ["name", "email"], pass: ["cart"] });
 * const sealer = await Sealer.load({ ...vault, origin: "http://localhost" });
 * vault.open(sealer.seal({ name: "Ada Lovelace" })).fields.name; // "Ada Lovelace"
 * ```
 *
 * @throws {@link WaxsealError} `policy` or `policy-syntax` for what `waxseal publish` would refuse.
 */
export function createTestVault(options: TestVaultOptions): TestVault {
  const { days = 90, now = Date.now } = options;
  const policy = tomlOf(options);
  const { manifest, pin, keys } = JSON.parse(call((rust) => rust.publish(policy, days, now())));
  const desk = JSON.stringify({ pin, keys, manifests: [manifest] });
  return { manifest, pin, keys, open: (line) => openWhole(JSON.parse(call((rust) => rust.open(line, desk)))) };
}

/** This vault has every key that there is. */
function openWhole(order: OpenedOrder): OpenedOrder {
  if (order.parts.every(({ fields }) => fields !== undefined)) return order;
  throw new WaxsealError("unknown-key", "a part is sealed to a key that this vault never made");
}
