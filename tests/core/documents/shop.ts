import { z } from "zod";

/** A schema with something of every kind, for tests of reading that care about no document of ours. */
export const Shop = z.strictObject({
  name: z.string(),
  open: z.boolean().optional(),
  kind: z.enum(["book", "music"]).optional(),
  size: z.union([z.number(), z.literal("any")]).optional(),
  stock: z
    .array(z.strictObject({ id: z.string().min(3), count: z.number().max(9).optional() }))
    .default([]),
  prices: z
    .record(z.string(), z.strictObject({ net: z.number() }))
    .nullable()
    .optional(),
  owner: z.strictObject({ login: z.string().default("ada") }).prefault({}),
});
