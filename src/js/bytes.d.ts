/** The module's bytes as text: `pkg/build.mjs` writes it, `module.ts` reads it. */
declare module "waxseal:bytes" {
  const text: string;
  export default text;
}

/** What is added to each byte. */
declare const SHIFT: number;
