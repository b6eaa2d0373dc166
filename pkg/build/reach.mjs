// Who may reach what opens an order.

/** The entry for a merchant's own tests, and what it alone is made of. */
const OPENS = /^src\/js\/testing[./]/;

/** Fails if an entry that a page or a server loads is made of anything that opens. */
export function checkReach({ outputs }) {
  for (const [path, { entryPoint = "", inputs }] of Object.entries(outputs)) {
    if (OPENS.test(entryPoint)) continue;
    const reached = Object.keys(inputs).filter((input) => OPENS.test(input));
    if (reached.length > 0) throw new Error(`${path} is made of ${reached.join(", ")}`);
  }
}
