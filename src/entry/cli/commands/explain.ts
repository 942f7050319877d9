import { type Explanation, explain, type Verdict } from "../../../app/explain.ts";
import type { TaskRef } from "../../../core/facts.ts";
import { UserError } from "../../../errors.ts";
import { oneLine } from "../../../render/escape.ts";
import { type Column, renderRows } from "../../../render/rows.ts";
import type { CommandContext, CommonOptions } from "../context.ts";
import type { Ended } from "../ended.ts";
import { accessOf, readingOf } from "../github.ts";

/** For one task, every rule: fired or not, on which facts, and when it next can. Reads it anew and writes nothing. */
export async function explainTask(
  issue: string,
  options: CommonOptions,
  context: CommandContext,
): Promise<Ended> {
  const access = await accessOf(options, context);
  const { repo, forge, policy } = await readingOf(access, options, context);
  const ref = refOf(issue, repo);
  const found = await explain(ref, { forge, policy, clock: context.clock, repo });
  if (found === null)
    throw new UserError(
      `${ref.repo}#${ref.number}: there is no such issue, or it is a pull request, or it has moved away`,
    );
  const { task, ...rest } = found;
  return {
    reason: "done",
    exitCode: 0,
    text: textOf(found, options.verbose === true),
    data: { task: task.id, status: task.status, since: task.since, title: task.title, ...rest },
  };
}

function refOf(issue: string, repo: string): TaskRef {
  const address = /^https?:\/\/[^/]+\/([\w.-]+\/[\w.-]+)\/issues\/(\d+)(?:[?#].*)?$/.exec(issue);
  const short = /^([\w.-]+\/[\w.-]+)?#?(\d+)$/.exec(issue);
  const [, named, number] = address ?? short ?? [];
  if (number === undefined || Number(number) === 0)
    throw new UserError(
      `explain ${JSON.stringify(issue)}: expected an issue such as 12, #12, owner/name#12 or its address`,
    );
  return { repo: named ?? repo, number: Number(number) };
}

const longest = 300;
const marks = { fires: "FIRES", silent: "-", "cannot-judge": "?" } as const;

function textOf({ task, verdicts, around, orders, triage }: Explanation, whole: boolean): string {
  const firing = [...verdicts, ...around].filter(({ verdict }) => verdict !== "silent");
  const silent = [...verdicts, ...around].filter(({ verdict }) => verdict === "silent");
  return [
    `${task.id} "${oneLine(task.title, longest)}": ${task.status} since ${task.since}, owner ${task.owner ?? "nobody"}`,
    "",
    renderRows([...firing, ...silent], columns, "table").trimEnd(),
    "",
    ...(orders.length === 0
      ? []
      : [
          "The next tick would:",
          ...orders.map(
            ({ kind, rule, why }) => `  ${kind} it (${rule}): ${oneLine(why, longest)}`,
          ),
          "",
        ]),
    "By its own words it is:",
    ...Object.entries(triage).map(
      ([fact, { value, confidence, because }]) =>
        `  ${fact} ${oneLine(value, longest)} (${confidence.toFixed(1)}): ${oneLine(because, longest)}`,
    ),
    ...(whole ? ["", ...evidenceOf(firing)] : []),
  ].join("\n");
}

const columns: readonly Column<Verdict>[] = [
  { name: "rule", at: ({ rule, enabled }) => (enabled ? rule : `${rule} (off)`) },
  { name: "verdict", at: ({ verdict }) => marks[verdict] },
  { name: "severity", at: ({ severity }) => severity },
  { name: "next", at: ({ next }) => next },
  { name: "why", at: ({ why }) => why, max: longest },
];

function evidenceOf(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.map(({ rule, evidence }) => `${rule}: ${evidence.join(" ")}`);
}
