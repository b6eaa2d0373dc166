/** The module's bytes, a character to a byte: `pkg/build.mjs` inlines them. */
declare module "waxseal:bytes" {
  const text: string;
  export default text;
}
