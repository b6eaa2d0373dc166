/** The script of `page/main.ts` as a text: `pkg/build.mjs` makes it. Run, it is an object `page`. */
declare module "waxseal:page" {
  const text: string;
  export default text;
}
