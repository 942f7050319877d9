import type { TaskFacts } from "../facts.ts";
import { legalMoves } from "../lifecycle/table.ts";
import type { Effect, ReasonCode } from "../plan.ts";
import type { Policy } from "../policy.ts";
import { readBlock } from "./block.ts";
import { type Notice, refusalTag } from "./notice.ts";
import type { Judgement } from "./replay.ts";
import { undecided } from "./triage.ts";

/** What has to be said on a task: one comment a subject, which `render` leaves out when it stands already. */
export function commentsOn(
  facts: TaskFacts,
  judgement: Judgement,
  policy: Policy,
): readonly Effect[] {
  const { repo, number, tagged } = facts;
  const { moment, refusals, asked } = judgement;
  const found: Effect[] = [];
  const say = (tag: string, notice: Notice, reason: ReasonCode, evidence: readonly string[] = []) =>
    found.push({ repo, number, type: "comment", tag, notice, reason, evidence });

  if (refusals.length > 0)
    say(
      refusalTag,
      refusalNotice(judgement),
      "command-refused",
      refusals.map(({ entry }) => entry),
    );
  const missing = missingFacts(judgement, facts, policy);
  if (missing.length > 0) say("ask", { kind: "ask", missing }, "facts-missing");
  const { problems } = readBlock(facts.body);
  if (problems.length > 0 || tagged["block"] !== undefined)
    say("block", { kind: "block", problems }, "facts-unreadable");
  if (asked.help) say("help", { kind: "help" }, "command-accepted");
  if (asked.explain)
    say("explain", { kind: "explain", lines: facts.explanation ?? [] }, "command-accepted");
  if (asked.parts.length > 0) say("split", { kind: "split", parts: facts.parts }, "task-split");
  const halt = facts.state === "open" ? moment.halt : null;
  if (halt !== null || tagged["halt"] !== undefined)
    say("halt", { kind: "halt", halt }, halt === null ? "work-resumed" : "work-halted");
  return found;
}

function refusalNotice({ moment, refusals, accepted }: Judgement): Notice {
  return {
    kind: "refusal",
    refusals,
    status: moment.status,
    legal: legalMoves(moment.status, moment.from),
    marked: refusals.map(({ entry }) => entry).filter((id) => !accepted.includes(id)),
  };
}

/** What an item that waits in the inbox has to be told apart by, and is not. */
function missingFacts({ moment }: Judgement, facts: TaskFacts, policy: Policy): readonly string[] {
  if (moment.status !== "inbox" || !policy.config.triage.automatic) return [];
  return undecided(facts, policy);
}
