import { WaxsealError } from "../error.js";
import type { Manifest, RecipientKey } from "../manifest.js";
import { PIN } from "../pins.js";
import { generate, sign, thumbprint } from "./jose.js";
import { type OpenedOrder, openOrder, type RoleKey } from "./open.js";
import { policyOf, type TestPolicy } from "./policy.js";

const DAY = 86_400;

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
 * @throws {@link WaxsealError} `policy` for what `waxseal publish` would refuse.
 */
export function createTestVault(options: TestVaultOptions): TestVault {
  const { days = 90, now = Date.now, groups = [] } = options;
  if (!(days >= 1 && days <= 397)) throw new WaxsealError("policy", "days: are from 1 to 397");
  const policy = policyOf(options);
  const roles = [...new Set(Object.values(policy.fields).map(({ role }) => role))].sort();
  const compartments = groups.length > 0 ? groups : [undefined];
  const keys = roles.flatMap((role) => compartments.map((grp) => roleKey(role, grp)));
  const iat = Math.floor(now() / 1000);
  const { merchant, env, origins, fields, ...rest } = policy;
  const payload: Manifest = {
    merchant,
    env,
    origins,
    iat,
    exp: iat + days * DAY,
    version: iat,
    keys: keys.map((key) => recipientKey(key, iat)),
    revoked: [],
    fields,
    ...rest,
  };
  const identity = generate("Ed25519");
  const desk = { identities: [thumbprint(identity)], manifests: [payload], keys };
  return {
    manifest: sign("vnd.waxseal.manifest.v1", payload, identity),
    pin: PIN + thumbprint(identity),
    keys,
    open: (line) => openWhole(openOrder(line, desk)),
  };
}

function roleKey(role: string, grp: string | undefined): RoleKey {
  const jwk = generate("X25519");
  return { kid: thumbprint(jwk), role, ...(grp !== undefined && { grp }), jwk };
}

function recipientKey({ kid, role, grp, jwk }: RoleKey, nbf: number): RecipientKey {
  return {
    kty: "OKP",
    crv: "X25519",
    x: jwk.x,
    kid,
    alg: "ECDH-ES",
    use: "enc",
    role,
    ...(grp !== undefined && { grp }),
    nbf,
    exp: nbf + 400 * DAY,
  };
}

/** This vault has every key that there is. */
function openWhole(order: OpenedOrder): OpenedOrder {
  if (order.parts.every(({ fields }) => fields !== undefined)) return order;
  throw new WaxsealError("unknown-key", "a part is sealed to a key that this vault never made");
}
