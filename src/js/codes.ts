/** Every error code, in the order of the documents; the same in Rust, in `--json` and here. */
export const CODES = [
  "io",
  "permissions",
  "not-ready",
  "csp-blocked",
  "policy-syntax",
  "unknown-key",
  "passphrase",
  "tampered",
  "incomplete",
  "conflict",
  "malformed",
  "unsupported",
  "unknown-field",
  "missing-field",
  "invalid-field",
  "untrusted",
  "expired",
  "not-yet-valid",
  "wrong-origin",
  "rolled-back",
  "policy",
] as const;

/** A stable error code, explained in docs/errors.md. A later version may add one. */
export type Code = (typeof CODES)[number];
