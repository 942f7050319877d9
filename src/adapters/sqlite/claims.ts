import { randomUUID } from "node:crypto";
import { claimKeyText } from "../../claim-key.ts";
import type { Claim, ClaimKey, Claims, Clock } from "../../ports.ts";
import type { DatabaseFile } from "./database.ts";

/** A row without `until` is done. The holder tells whose claim it is: who lapsed must not release the next one's. */
export function sqliteClaims(
  file: DatabaseFile,
  clock: Pick<Clock, "now">,
  keepMs: number,
): Claims {
  const take = file.prepare(
    `INSERT INTO claims (key, holder, until, touched) VALUES (:key, :holder, :until, :now)
     ON CONFLICT (key) DO UPDATE SET holder = excluded.holder, until = excluded.until, touched = excluded.touched
     WHERE claims.until <= :now
     RETURNING key`,
  );
  const finish = file.prepare(
    "UPDATE claims SET until = NULL, touched = :now WHERE key = :key AND holder = :holder",
  );
  const drop = file.prepare("DELETE FROM claims WHERE key = :key AND holder = :holder");
  const forget = file.prepare(
    "DELETE FROM claims WHERE touched < :before AND (until IS NULL OR until < :now)",
  );

  function forgetOld(): void {
    const now = clock.now();
    file.attempt("forget old claims", () => forget.run({ before: now - keepMs, now }));
  }
  forgetOld();

  async function acquire(key: ClaimKey, ttlMs: number): Promise<Claim | null> {
    const row = { key: claimKeyText(key), holder: randomUUID() };
    const now = clock.now();
    const won = file.attempt("claim", () => take.get({ ...row, until: now + ttlMs, now }));
    if (won === undefined) return null;
    return {
      release: async (outcome) => {
        file.attempt("release a claim", () =>
          outcome === "done" ? finish.run({ ...row, now: clock.now() }) : drop.run(row),
        );
      },
    };
  }
  return { acquire };
}
