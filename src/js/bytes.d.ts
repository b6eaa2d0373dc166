/** The module's bytes, a character to a byte, each byte masked: `pkg/build.mjs` inlines them. */
declare module "waxseal:bytes" {
  const text: string;
  export default text;
}

declare const MASK: number;
