/** An attribute of a form: a control named `getAttribute` would hide the form's own method. */
export function attributeOf(element: Element, name: string): string | null {
  return Element.prototype.getAttribute.call(element, name);
}
