import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../../../src/adapters/sqlite/store.ts";
import { claimsContract } from "../../contract/claims.ts";
import { handClock } from "../../contract/clock.ts";

claimsContract("SQLite, one file and two connections", async () => {
  const folder = mkdtempSync(join(tmpdir(), "claims-"));
  const clock = handClock();
  const stores = [1, 2].map(() => openStore(join(folder, "new", "store.db"), clock));
  const [a, b] = stores;
  if (a === undefined || b === undefined) throw new Error("two stores were opened");
  return {
    instances: [a.claims, b.claims],
    advance: clock.advance,
    close: () => {
      for (const store of stores) store.close();
      rmSync(folder, { recursive: true });
    },
  };
});
