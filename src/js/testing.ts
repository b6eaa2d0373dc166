/** For your own tests, in Node.js: a merchant to seal for, and a watch for what leaks. */
export { type Code, CODES } from "./codes.js";
export { WaxsealError } from "./error.js";
export type { OrderHeader } from "./inspect/order.js";
export type { PrivateJwk } from "./testing/jose.js";
export type { OpenedOrder, OpenedPart, RoleKey } from "./testing/open.js";
export type { FieldOptions, TestPolicy } from "./testing/policy.js";
export { createTestVault, type TestVault, type TestVaultOptions } from "./testing/vault.js";
