/**
 * For the shop's server: whether a line has the shape of an order for this merchant, without a key
 * and without the module. It runs in Node.js, Deno, Bun and workers alike.
 */
export { type Code, CODES } from "./codes.js";
export { WaxsealError } from "./error.js";
export { inspect, type Inspected, type InspectedPart, type InspectOptions } from "./inspect/inspect.js";
