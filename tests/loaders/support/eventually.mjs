const PATIENCE = 20_000;

/** Asks again and again until the answer is true. */
export async function eventually(isSo, otherwise) {
  const until = Date.now() + PATIENCE;
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** One after the other. Not by the page's own `eval`, which its policy forbids. */
export async function becomeTrue(expressions, evaluate) {
  for (const expression of expressions) {
    // While the browser goes to another page there is nobody to answer.
    const isTrue = () => evaluate(expression).catch(() => false);
    await eventually(isTrue, `this did not become true: ${expression}`);
  }
}
