/** For your own tests, in Node.js: a merchant to seal for, and a watch for what leaks. */
export { type Code, CODES } from "./codes.js";
export { WaxsealError } from "./error.js";
export type { OrderHeader } from "./inspect/order.js";
export type { PrivateJwk } from "./testing/jose.js";
export type { OpenedOrder, OpenedPart, RoleKey } from "./testing/open.js";
export type { FieldOptions, TestPolicy } from "./testing/policy.js";
export { createTestVault, type TestVault, type TestVaultOptions } from "./testing/vault.js";
export { assertNoLeaks, type AssertOptions, type Watched } from "./testing/assert.js";
export type { CdpSession, PlaywrightPage } from "./testing/cdp.js";
export type { FillOptions } from "./testing/fill.js";
export { LeakError } from "./testing/leak-error.js";
export { findLeaks, type Leak, type Values } from "./testing/search.js";
export type { SubmitOptions } from "./testing/submit.js";
export { type LeakWatch, watchForLeaks, type WatchOptions } from "./testing/watch.js";
