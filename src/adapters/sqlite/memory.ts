import { z } from "zod";
import type { Clock } from "../../ports.ts";
import type { DatabaseFile } from "./database.ts";

const Row = z.object({ since: z.string(), etag: z.string() });

/** What was last asked of a list, and by which tag it can be asked again, by repository. */
export type ListMemory = {
  readonly get: (repo: string) => Promise<{ since: string; etag: string } | null>;
  readonly set: (repo: string, watched: { since: string; etag: string }) => Promise<void>;
};

export function listMemory(file: DatabaseFile, clock: Pick<Clock, "now">): ListMemory {
  const find = file.prepare("SELECT since, etag FROM lists WHERE repo = :repo");
  const put = file.prepare(
    "INSERT OR REPLACE INTO lists (repo, since, etag, touched) VALUES (:repo, :since, :etag, :touched)",
  );
  return {
    get: async (repo) =>
      file.attempt("recall a list", () => Row.safeParse(find.get({ repo })).data ?? null),
    set: async (repo, { since, etag }) => {
      file.attempt("remember a list", () => put.run({ repo, since, etag, touched: clock.now() }));
    },
  };
}
