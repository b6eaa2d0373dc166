/** For your own tests, in Node.js: a merchant to seal for, and a watch for what leaks. */
export { type Code, CODES, WaxsealError } from "./core/errors.js";
export type { FieldOptions, TestPolicy } from "./testing/policy.js";
export {
  createTestVault,
  type OpenedOrder,
  type OpenedPart,
  type OrderHeader,
  type PrivateJwk,
  type RoleKey,
  type TestVault,
  type TestVaultOptions,
} from "./testing/vault.js";
export { assertNoLeaks, type AssertOptions, type Watched } from "./testing/leaks/assert.js";
export type { CdpSession, PlaywrightPage } from "./testing/leaks/cdp.js";
export type { FillOptions } from "./testing/leaks/fill.js";
export { LeakError } from "./testing/leaks/leak-error.js";
export { findLeaks, type Leak, type Values } from "./testing/leaks/search.js";
export type { SubmitOptions } from "./testing/leaks/submit.js";
export { type LeakWatch, watchForLeaks, type WatchOptions } from "./testing/leaks/watch.js";
