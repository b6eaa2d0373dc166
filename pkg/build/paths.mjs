// Where things are.
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A path of the workspace. */
export const at = (path) => root + path;

export const DIST = at("pkg/dist");
