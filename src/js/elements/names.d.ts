/** The WHATWG autofill tokens, and our own, as people call them: the desk's notice has the same words. */
declare module "waxseal:field-names" {
  const names: Readonly<Record<string, string>>;
  export default names;
}
