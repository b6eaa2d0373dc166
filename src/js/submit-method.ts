/** Hears of `form.submit()`, of which no event tells. Returns what gives the form its own back. */
export function hearSubmitMethod(form: HTMLFormElement, hear: () => void): () => void {
  const value = () => {
    hear();
    HTMLFormElement.prototype.submit.call(form);
  };
  // A control of this name is no method, and the page's own method stays.
  if (Object.hasOwn(form, "submit")) return () => {};
  Object.defineProperty(form, "submit", { value, configurable: true, writable: true });
  return () => {
    if (form.submit === value) Reflect.deleteProperty(form, "submit");
  };
}
