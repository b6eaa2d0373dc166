/** The module's bytes as base64: `pkg/build.mjs` inlines them. */
declare module "*.wasm" {
  const base64: string;
  export default base64;
}
