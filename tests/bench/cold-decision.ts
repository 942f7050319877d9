import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { githubForge } from "../../src/adapters/github/forge.ts";
import { toInstant } from "../../src/core/instant.ts";
import { board, boardLogin, boardRepo, settledIssue } from "../support/board.ts";
import type { Bench } from "./bench.ts";

export const coldDecision: Bench = {
  name: "cold decision",
  method:
    "100,000 issues listed from a GitHub in memory. Then, in a process of its own, the alerts and orders that the rules make of 100,000 tasks in every status, a third of them with a deadline; the memory is the most that the whole process ever held, the snapshot included.",
  async run() {
    const script = join(import.meta.dirname, "deciding-process.ts");
    const text = execFileSync(process.execPath, ["--expose-gc", script], { encoding: "utf8" });
    const { ms, alerts, rss } = JSON.parse(text);
    const lists = await listRequests();
    if (alerts === 0) throw new Error("no rule fired on 100,000 tasks");
    return [
      {
        name: "100,000 tasks cold, list requests",
        value: lists,
        unit: "requests",
        bound: { kind: "at most", value: 1000 },
      },
      {
        name: "… deciding them",
        value: ms,
        unit: "ms",
        bound: { kind: "at most", value: 2000 },
      },
      { name: "… memory", value: rss, unit: "MB", bound: { kind: "at most", value: 500 } },
    ];
  },
};

async function listRequests(): Promise<number> {
  const now = Date.parse("2026-11-21T08:00:00Z");
  const issues = Array.from({ length: 100_000 }, (_, index) => ({
    ...settledIssue(index + 1, "planned", toInstant(now - index * 1000)),
    timeline: [],
  }));
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  const { request, count } = board(clock.now, issues);
  const forge = githubForge({ request, login: boardLogin, trusted: [boardLogin], clock });
  let listed = 0;
  for await (const page of forge.listIssues(boardRepo, null)) listed += page.issues.length;
  if (listed !== issues.length) throw new Error(`${listed} of ${issues.length} were listed`);
  return count("list");
}
