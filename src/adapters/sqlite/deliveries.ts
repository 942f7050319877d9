import { z } from "zod";
import type { Clock } from "../../ports.ts";
import type { DatabaseFile } from "./database.ts";
import type { StoreLimits } from "./store.ts";

const Row = z.object({
  id: z.string(),
  event: z.string(),
  action: z.string().nullable(),
  entity: z.string().nullable(),
  receivedAt: z.int().describe("Milliseconds since the epoch"),
  outcome: z.string(),
  reason: z.string().nullable(),
});

/** What came in and what became of it. */
export type Delivery = Readonly<z.infer<typeof Row>>;

export type Deliveries = {
  /** Writes a delivery down; one with the same id takes its place. */
  readonly record: (delivery: Delivery) => void;
  /** The newest first. */
  readonly newest: (limit: number) => readonly Delivery[];
  readonly find: (id: string) => Delivery | null;
};

/** Bounds are kept every so many records, so that the log is a little over them at most. */
const SWEEP_EVERY = 100;

export function deliveryLog(
  file: DatabaseFile,
  clock: Pick<Clock, "now">,
  limits: StoreLimits,
): Deliveries {
  const columns = "id, event, action, entity, received_at AS receivedAt, outcome, reason";
  const put = file.prepare(
    `INSERT OR REPLACE INTO deliveries (id, event, action, entity, received_at, outcome, reason)
     VALUES (:id, :event, :action, :entity, :receivedAt, :outcome, :reason)`,
  );
  const list = file.prepare(
    `SELECT ${columns} FROM deliveries ORDER BY received_at DESC, id LIMIT ?`,
  );
  const one = file.prepare(`SELECT ${columns} FROM deliveries WHERE id = ?`);
  const forgetOld = file.prepare("DELETE FROM deliveries WHERE received_at < ?");
  const forgetMost = file.prepare(
    `DELETE FROM deliveries WHERE id IN
     (SELECT id FROM deliveries ORDER BY received_at DESC, id LIMIT -1 OFFSET ?)`,
  );
  let recorded = 0;

  function sweep(): void {
    file.attempt("forget old deliveries", () => {
      forgetOld.run(clock.now() - limits.ageMs);
      forgetMost.run(limits.deliveries);
    });
  }
  sweep();

  return {
    record: (delivery) => {
      file.attempt("record a delivery", () => put.run(delivery));
      recorded += 1;
      if (recorded % SWEEP_EVERY === 0) sweep();
    },
    newest: (limit) =>
      file.attempt("list deliveries", () => list.all(limit)).map((row) => Row.parse(row)),
    find: (id) => {
      const row = file.attempt("find a delivery", () => one.get(id));
      return row === undefined ? null : Row.parse(row);
    },
  };
}
