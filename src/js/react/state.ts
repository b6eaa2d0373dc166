import type { LoadOptions, ProtectOptions, Sealer, WaxsealError } from "waxseal";

/**
 * How to load the sealer and how to protect the form. When `manifest`, `pin`, `minVersion` or
 * `origin` changes, the manifest is loaded anew; of the others the latest is always used.
 */
export type UseWaxsealOptions = LoadOptions & ProtectOptions;

/** Whether the form can be sealed. Until it is `ready` a submit waits; once `failed`, none leaves. */
export type WaxsealState<Field extends string = string> =
  | { readonly status: "loading"; readonly sealer?: undefined; readonly error?: undefined }
  | { readonly status: "ready"; readonly sealer: Sealer<Field>; readonly error?: undefined }
  | { readonly status: "failed"; readonly sealer?: undefined; readonly error: WaxsealError };
