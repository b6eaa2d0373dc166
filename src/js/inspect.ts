/**
 * For the shop's server: whether a line has the shape of an order for this merchant, without a key.
 * It runs in Node.js, Deno, Bun and workers alike.
 */
import { compile } from "waxseal:module";
import { connect } from "waxseal:glue";
import { coders } from "./core/coders.js";
import { coded, WaxsealError } from "./core/errors.js";
import { Packet } from "./core/packet.js";

export { type Code, CODES, WaxsealError } from "./core/errors.js";

/** The longest order, in characters. */
const MAX_ORDER = 1 << 20;
const DAY = 86_400;

/** What a line is held against. */
export interface InspectOptions {
  /**
   * The manifest's text that your pages load now, as `waxseal publish` wrote it; then the earlier
   * ones that a page which is still open may seal with. Read it from your own disk: its signature
   * is not verified here.
   */
  readonly manifest: string | readonly string[];
  /**
   * The pin of your pages; several are separated by spaces. Without this option, the manifest's signer
   * is believed; where it is there and undefined, as from a setting that is missing, it is an error.
   */
  readonly pin?: string | undefined;
  /**
   * Your own reference of this order, as the page had it. Where this option is there and undefined,
   * as from a session that has ended, every order is refused.
   */
  readonly ref?: string | undefined;
  /** The customer's group. */
  readonly group?: string | undefined;
  /** The form of the policy. */
  readonly form?: string | undefined;
  /** The time in milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number;
  /** How long ago it may have been sealed, in seconds; a day by default. */
  readonly maxAge?: number;
  /** How long a line may be, in characters; 1,048,576 by default, and at most. */
  readonly maxLength?: number;
}

/** What a line says of itself. All of it is the sealer's claim. */
export interface Inspected {
  /** The order's number: give it a unique column. */
  readonly jti: string;
  /** The reference that was sealed with it. */
  readonly ref: string | undefined;
  readonly group: string | undefined;
  readonly form: string | undefined;
  /** The origin of the page. */
  readonly origin: string;
  /** When it was sealed, in seconds since 1970. */
  readonly iat: number;
  /** The version of the manifest that it was sealed with. */
  readonly ver: number;
  /** Who can read some of it. */
  readonly roles: readonly string[];
  readonly parts: readonly InspectedPart[];
}

/** One role's part. */
export interface InspectedPart {
  readonly role: string;
  /** The thumbprint of the key that it is sealed to. */
  readonly kid: string;
  /** The length of what is sealed, with its padding. */
  readonly bytes: number;
  /** The algorithm that it is sealed by, if this version does not know it. A newer one looks closer. */
  readonly alg?: string;
}

/**
 * Refuses what your desk could not open, before you store it.
 *
 * **It proves nothing about who sealed.** Anyone who has the public manifest can make a line that
 * passes. It does not decrypt, so it does not see whether the line was changed: your desk does. It
 * finds accidents, lines for other shops and old ones. Compare `ref`, and keep `jti` unique.
 *
 * @throws {@link WaxsealError} `malformed` or `unsupported` if it is not an order; `incomplete` if
 * a part is missing; `conflict` if its parts contradict each other, or it is for another merchant,
 * `ref`, `group` or `form`; `unknown-key` if a part is sealed to a key that no manifest given has;
 * `tampered` if a key of a part is one that no page makes;
 * `wrong-origin`, `missing-field` or `policy` if the manifest does not allow it; `expired` or
 * `not-yet-valid` if it was sealed longer ago than `maxAge`, or more than a day ahead.
 * @throws `TypeError` if `manifest` or `pin` is not one: a mistake of the server's own.
 */
export function inspect(line: string, options: InspectOptions): Inspected {
  const { manifest, pin, ref, group, form, maxLength = MAX_ORDER, maxAge = DAY, now = Date.now } = options;
  // Not even copied, if it is half a gigabyte.
  const isLine = typeof line === "string" && line.length <= Math.min(maxLength, MAX_ORDER);
  const packet = new Packet().text(isLine ? line : "").texts([manifest].flat());
  packet.count(Number("pin" in options)).text(pin).count(Number("ref" in options)).text(ref);
  packet.text(group).text(form);
  return packet.use((bytes) => ask(bytes, now(), maxAge));
}

/** What the module exports. */
interface Rust {
  initSync(options: { module: WebAssembly.Module }): unknown;
  inspect(packet: Uint8Array, now: number, maxAge: number): string;
}

let rust: Rust | undefined;

function ask(packet: Uint8Array, now: number, maxAge: number): Inspected {
  try {
    const { jti, ref, group, form, origin, iat, ver, roles, parts } = JSON.parse(running().inspect(packet, now, maxAge));
    return { jti, ref, group, form, origin, iat, ver, roles, parts };
  } catch (error) {
    throw refusal(error);
  }
}

function running(): Rust {
  if (rust) return rust;
  const { TextEncoder, TextDecoder } = coders();
  const started: Rust = connect(TextEncoder, TextDecoder) as never;
  started.initSync({ module: compile() });
  return (rust = started);
}

function refusal(thrown: unknown): unknown {
  if (typeof thrown === "string") {
    const [kind, reason] = thrown.split("\n");
    return kind === "TypeError" ? new TypeError(`inspect: ${reason}`) : coded(thrown);
  }
  if (thrown instanceof WaxsealError) return thrown;
  // The module has stopped: the next call has a new one.
  rust = undefined;
  return new WaxsealError("io", "the module has stopped, or has no memory left");
}
