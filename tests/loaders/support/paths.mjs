import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
/** The projects, as they are kept. */
export const SOURCES = `${ROOT}tests/loaders`;
