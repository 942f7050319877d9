import { z } from "zod";
import { Cursor, Status } from "../../schema/index.ts";
import type { DatabaseFile } from "./database.ts";

const Settled = z.object({ status: Status, through: Cursor });

/** How far a task was judged and what it came to, as far as this machine knows: ahead of the committed snapshot. */
export type Settled = Readonly<z.infer<typeof Settled>>;

export type SettledMemory = {
  /** null: not known, or not readable, which is the same: it is only ever a saving. */
  readonly get: (taskId: string) => Settled | null;
  readonly set: (taskId: string, settled: Settled) => void;
  readonly delete: (taskId: string) => void;
};

export function settledMemory(file: DatabaseFile): SettledMemory {
  const read = file.prepare("SELECT status, through FROM settled WHERE task = ?");
  const write = file.prepare(
    "INSERT OR REPLACE INTO settled (task, status, through) VALUES (?, ?, ?)",
  );
  const drop = file.prepare("DELETE FROM settled WHERE task = ?");
  return {
    get: (taskId) => {
      const row = file.attempt("read what is settled", () => read.get(taskId));
      if (row === undefined) return null;
      return Settled.safeParse({ ...row, through: fromJson(row["through"]) }).data ?? null;
    },
    set: (taskId, { status, through }) => {
      file.attempt("write what is settled", () =>
        write.run(taskId, status, JSON.stringify(through)),
      );
    },
    delete: (taskId) => {
      file.attempt("forget what is settled", () => drop.run(taskId));
    },
  };
}

function fromJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}
