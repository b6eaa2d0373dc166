/** The same as `waxseal`, with the module in a file of its own: `await initModule(…)` first. */
export * from "./index.js";
export { initModule, type ModuleOptions } from "./core/from/slim.js";
export type { ModuleSource } from "./core/from/source.js";
