import type { Fields } from "./entities.ts";

/** Whether two JSON values say the same; a field that is undefined is a field that is not there. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const names = namesIn(a);
  return (
    names.length === namesIn(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]))
  );
}

/** The fields that JSON would write. */
export function present(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, field]) => field !== undefined);
}

function namesIn(value: Fields): readonly string[] {
  return Object.keys(value).filter((name) => value[name] !== undefined);
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}
