import { WaxsealError } from "./error.js";

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
export const isObject: Check = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const all = (values: unknown, check: Check) => Array.isArray(values) && values.every(check);

const TYPES: Readonly<Record<string, Check>> = {
  text: isText,
  texts: (value) => all(value, isText),
  flag: (value) => typeof value === "boolean",
  integer: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  object: isObject,
  objects: (value) => all(value, isObject),
  members: (value) => isObject(value) && all(Object.values(Object(value)), isObject),
};

/**
 * Refuses a value that lacks one of these members, or has it of another type: `name:text`. A
 * member with a question mark, `name:text?`, may be absent.
 */
export function shape(value: unknown, members: string): void {
  const own = new Map(Object.entries(Object(value)));
  for (const member of members.split(" ")) {
    const [name = "", type = "", optional] = member.split(/[:?]/);
    if (optional !== undefined && !own.has(name)) continue;
    if (TYPES[type]?.(own.get(name))) continue;
    throw new WaxsealError("malformed", `${name}: is missing or of another type`);
  }
}

/** Other values are of a later version. */
export function known(name: string, values: RegExp, value: string): void {
  if (!values.test(value)) throw new WaxsealError("unsupported", `${name}: has a value not known here`);
}
