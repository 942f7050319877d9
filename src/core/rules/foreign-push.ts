import type { ForeignCommit } from "../../schema/index.ts";
import { fires } from "./judgement.ts";
import { listed } from "./listed.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { titled } from "./title.ts";

/** A commit on the data branch that is not the writer's. It is known for as long as it is of interest. */
export const foreignPush = {
  id: "foreign-push",
  about: "foreign",
  kind: "alert",
  when: "a commit on the data branch that is not the writer's",
  does: "alert with the difference",
  evaluate,
} as const satisfies Rule<"foreign">;

function evaluate(commit: ForeignCommit, { policy }: RuleContext): Judgement {
  const [subject = ""] = commit.message.split("\n", 1);
  const files = commit.files.length === 0 ? "no files are known" : listed(commit.files);
  return fires({
    cause: commit.id,
    title: titled(policy.config.rules.foreign_push, "Foreign commit on the data branch", subject),
    why: `${commit.author} committed ${commit.id} at ${commit.at}. It changed: ${files}.`,
    to: ["orchestrator", "operator"],
    evidence: [commit.url],
    nextAt: null,
  });
}
