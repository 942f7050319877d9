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
  const named = issueOf(issue);
  const access = await accessOf(options, context);
  const { repo, forge, policy } = await readingOf(access, options, context);
  const ref: TaskRef = { repo: named.repo ?? repo, number: named.number };
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

/** Judged before anything is asked of GitHub. */
function issueOf(issue: string): { readonly repo: string | null; readonly number: number } {
  const address = /^https?:\/\/[^/]+\/([\w.-]+\/[\w.-]+)\/issues\/(\d+)(?:[?#].*)?$/.exec(issue);
  const short = /^([\w.-]+\/[\w.-]+)?#?(\d+)$/.exec(issue);
  const [, named, number] = address ?? short ?? [];
  if (number === undefined || Number(number) === 0)
    throw new UserError(
      `explain ${JSON.stringify(issue)}: expected an issue such as 12, #12, owner/name#12 or its address`,
    );
  return { repo: named ?? null, number: Number(number) };
}

const longest = 300;
const marks = { fires: "FIRES", silent: "-", "cannot-judge": "?" } as const;

function textOf(
  { task, verdicts, around, lease, orders, triage }: Explanation,
  whole: boolean,
): string {
  const all: readonly Row[] = [...verdicts, ...around];
  const firing = all.filter(({ verdict }) => verdict !== "silent");
  const silent = all.filter(({ verdict }) => verdict === "silent");
  return [
    `${task.id} "${oneLine(task.title, longest)}": ${task.status} since ${task.since}, owner ${task.owner ?? "nobody"}`,
    "",
    renderRows([...firing, ...silent], columns, "table").trimEnd(),
    "",
    ...(lease === null ? [] : [`Lease: ${lease.verdict}: ${oneLine(lease.why, longest)}`, ""]),
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

type Row = Verdict & { readonly entity?: string };

const columns: readonly Column<Row>[] = [
  { name: "rule", at: ({ rule, enabled }) => (enabled ? rule : `${rule} (off)`) },
  { name: "of", at: ({ entity }) => entity ?? "the task" },
  { name: "verdict", at: ({ verdict }) => marks[verdict] },
  { name: "severity", at: ({ severity }) => severity },
  { name: "next", at: ({ next }) => next },
  { name: "why", at: ({ why }) => why, max: longest },
];

function evidenceOf(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.map(({ rule, evidence }) => `${rule}: ${evidence.join(" ")}`);
}
