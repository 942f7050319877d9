import type { Random } from "../random.ts";
import { cast, type Status, type Way } from "../scenario.ts";

/** Somebody who may make a move, and the ways in which he can. */
export type Hand = { readonly by: string; readonly ways: readonly [Way, ...Way[]] };

/** Who makes a legal move. `owner` is the login of whoever owns the task. */
export function handFor(from: Status, to: Status, owner: string | null, random: Random): Hand {
  const person = random.pick(cast.people);
  const reviewer = random.pick(cast.reviewers);
  const lead = random.pick([cast.orchestrator, cast.operator]);
  const worker = owner ?? lead;
  const isPerson = !worker.endsWith("-bot");
  const byWorker: Hand = { by: worker, ways: isPerson ? ["command", "label"] : ["command"] };
  const byLead: Hand = { by: lead, ways: ["command", "label"] };
  if (from === "blocked" && to !== "failed" && to !== "archived")
    return random.chance(0.7) ? { ...byWorker } : { by: person, ways: ["command", "label"] };
  switch (to) {
    case "inbox":
      throw new Error("nothing leads to the inbox");
    case "triaged":
      // What was archived from the inbox has no priority: reopening it alone would not give it one.
      return from === "done" ? { by: lead, ways: ["issue", "label", "command"] } : byLead;
    case "planned":
      return from === "triaged" || random.chance(0.3)
        ? { by: person, ways: ["label", "command"] }
        : byWorker;
    case "assigned":
      return { by: lead, ways: ["command"] };
    case "active":
      if (from === "review") return { by: reviewer, ways: ["command", "label"] };
      return random.chance(0.8) ? byWorker : { by: lead, ways: ["label", "command"] };
    case "blocked":
      return { by: random.chance(0.8) ? worker : lead, ways: ["command"] };
    case "review":
      return { by: worker, ways: ["command"] };
    case "done":
      return { by: reviewer, ways: ["command", "label", "issue"] };
    case "failed":
      return from === "review" ? { by: reviewer, ways: ["command", "label"] } : byWorker;
    case "reverted":
      return { by: person, ways: ["command", "label"] };
    case "archived":
      return from === "done"
        ? { by: lead, ways: ["command", "label"] }
        : { by: lead, ways: ["command", "label", "issue"] };
  }
}

export function isClosed(status: Status): boolean {
  return status === "done" || status === "archived";
}
