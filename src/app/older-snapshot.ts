import { z } from "zod";
import { collectionOf } from "../core/state/fold.ts";
import { State } from "../schema/index.ts";

const Fields = z.record(z.string(), z.unknown());
const collections: readonly (keyof State)[] = Object.values(collectionOf);

/**
 * What can still be used of a snapshot that another version has written: every entity that is what it should be. The others
 * are let go, and read again from GitHub: for that everything is listed anew. null: it is no snapshot at all.
 */
export function stillReadable(value: unknown): State | null {
  const whole = Fields.safeParse(value).data;
  if (whole === undefined) return null;
  const kept = Object.fromEntries(
    Object.entries(State.shape).map(([key, schema]) => [
      key,
      collections.some((one) => one === key) ? keptOf(whole[key], schema) : whole[key],
    ]),
  );
  return State.safeParse({ ...kept, routines: withoutLists(kept["routines"]) }).data ?? null;
}

function keptOf(collection: unknown, schema: z.ZodType): Readonly<Record<string, unknown>> {
  const entities = Object.entries(Fields.safeParse(collection).data ?? {});
  return Object.fromEntries(
    entities.filter(([id, one]) => schema.safeParse({ [id]: one }).success),
  );
}

/** By them a list would begin where the last one ended, and what was let go would not be seen again. */
function withoutLists(routines: unknown): Readonly<Record<string, unknown>> {
  const all = Object.entries(Fields.safeParse(routines).data ?? {});
  return Object.fromEntries(all.filter(([id]) => !id.startsWith("list:")));
}
