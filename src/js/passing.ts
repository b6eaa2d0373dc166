import type { Code } from "./codes.js";
import type { WaxsealError } from "./error.js";

const PASSING: readonly Code[] = ["io", "not-ready"];

/** What may be over by the next submit: a network that was away, a script that did not load. */
export function mayPass({ code }: WaxsealError): boolean {
  return PASSING.includes(code);
}
