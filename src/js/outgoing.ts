import { lastly } from "./lastly.js";
import type { Reading } from "./reading.js";
import type { Sealer } from "./sealer.js";

/** The name of the sealed entry, unless the page says otherwise. */
export const DEFAULT_INTO = "sealed";

/** What may leave of a form. */
export interface Outgoing {
  /** The name of the sealed entry. */
  readonly into: string;
  /** The sealed order; none while it cannot be sealed. */
  readonly line: string | undefined;
  /** Entries in clear besides those that the policy passes. */
  readonly alsoPassed: Reading["alsoPassed"];
  /** Names that are ours: what others put under them goes, whatever the policy passes. */
  readonly own: ReadonlySet<string>;
  passes(entry: string): boolean;
}

/** Before a manifest is verified nothing is allowed. */
export function nothing(into = DEFAULT_INTO): Outgoing {
  return { into, line: undefined, alsoPassed: [], own: new Set([into]), passes: () => false };
}

/** What the policy lets leave, and the line. */
export function outgoing(
  sealer: Sealer,
  { names, alsoPassed }: Reading,
  into = DEFAULT_INTO,
  line?: string,
): Outgoing {
  const own = new Set([into, ...names, ...alsoPassed.map(([name]) => name)]);
  return { into, line, alsoPassed, own, passes: (entry) => sealer.passes(entry) };
}

/** Leaves in `data` what may leave. Returns the names that the policy does not know. */
export function apply(data: FormData, { into, line, alsoPassed, own, passes }: Outgoing): string[] {
  const removed = [...new Set(data.keys())].filter((name) => own.has(name) || !passes(name));
  for (const name of removed) data.delete(name);
  for (const [name, value] of alsoPassed) data.append(name, value);
  if (line !== undefined) data.set(into, line);
  return removed.filter((name) => !own.has(name));
}

/** Filters the entries now, and once more when everyone else has heard of the event. */
export function filter(
  event: FormDataEvent,
  outgoing: Outgoing,
  then: (dropped: readonly string[]) => void,
): void {
  const dropped = apply(event.formData, outgoing);
  lastly(event, () => {
    dropped.push(...apply(event.formData, outgoing));
    then([...new Set(dropped)]);
  });
}
