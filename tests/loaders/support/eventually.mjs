const PATIENCE = 20_000;

/** Asks again and again until the answer is true. */
export async function eventually(isSo, otherwise) {
  const until = Date.now() + PATIENCE;
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Not the page's own `eval`, which its policy forbids: `evaluate` comes from outside. */
export function becomesTrue(expression, evaluate) {
  return eventually(evaluate, `this did not become true: ${expression}`);
}
