import { z } from "zod";
import type { ValuePath } from "./scan-json.ts";

/** The keys that a schema knows at a path; none when the path leads out of it. */
export function knownKeys(schema: z.ZodType, path: ValuePath): readonly string[] {
  let here: unknown = schema;
  for (const step of path) here = inside(bare(here), step);
  const target = bare(here);
  return target instanceof z.ZodObject ? Object.keys(target.shape) : [];
}

/** Without `optional`, `nullable` and defaults around it. */
function bare(schema: unknown): unknown {
  let here = schema;
  while (
    here instanceof z.ZodOptional ||
    here instanceof z.ZodNullable ||
    here instanceof z.ZodDefault ||
    here instanceof z.ZodPrefault
  ) {
    here = here.unwrap();
  }
  return here;
}

function inside(schema: unknown, step: PropertyKey): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[String(step)];
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return undefined;
}
