import { type DataBranch, readDataBranch } from "../../../app/data-branch.ts";
import { readRecordedOn } from "../../../app/day-events.ts";
import { didYouMean } from "../../../core/documents/nearest.ts";
import { UserError } from "../../../errors.ts";
import { type RowFormat, rowFormats } from "../../../render/rows.ts";
import type { Forge } from "../../../ports.ts";
import type { Event } from "../../../schema/index.ts";
import type { CommandContext, CommonOptions } from "../context.ts";
import type { Ended } from "../ended.ts";
import { accessOf, readingOf } from "../github.ts";
import { listings, type ListKind } from "../listings.ts";
import { snapshotText, snapshotData } from "../snapshot-text.ts";

export type ListOptions = CommonOptions & {
  readonly format: string;
  readonly limit?: string;
  readonly date?: string;
  readonly [filter: string]: unknown;
};

/** What the last committed snapshot says, filtered; where there is none yet, an empty one. */
export async function list(
  kind: "state" | ListKind,
  options: ListOptions,
  context: CommandContext,
): Promise<Ended> {
  const format = formatOf(options.format);
  const limit = limitOf(options.limit);
  demandDay(options.date);
  if (kind !== "state") listings[kind].check(options);
  const access = await accessOf(options, context);
  const { repo, forge, policy } = await readingOf(access, options, context);
  const branch = await readDataBranch(forge, repo, policy.config.data_branch);
  if (branch.head === null) {
    context.io.err(
      `${repo} has no snapshot on ${policy.config.data_branch} yet: the first tick makes it`,
    );
  }
  if (kind === "state") return stateEnded(branch, format);
  const events = kind === "events" ? await newestEvents(forge, repo, branch, options.date) : [];
  const listed = listings[kind].select(branch.state, events, options, limit);
  return {
    reason: "done",
    exitCode: 0,
    text: listed.text(format),
    data: {
      as_of: branch.state.generated_at,
      commit: branch.head,
      count: listed.rows.length,
      items: listed.rows,
    },
  };
}

/** Those recorded on a day in UTC; without one, on the last day that has any. */
async function newestEvents(
  forge: Forge,
  repo: string,
  { head, state }: DataBranch,
  date: string | undefined,
): Promise<readonly Event[]> {
  const last = /(\d{4})\/(\d\d)\/(\d\d)\/[^/]+$/.exec(state.head.segment ?? "");
  const day = date ?? (last === null ? null : `${last[1]}-${last[2]}-${last[3]}`);
  return head === null || day === null ? [] : await readRecordedOn(forge, repo, head, day);
}

function stateEnded({ head, state }: DataBranch, format: RowFormat): Ended {
  if (format === "csv" || format === "jsonl") {
    throw new UserError(`--format ${format}: the snapshot is one document; expected table or json`);
  }
  const text = format === "json" ? `${JSON.stringify(state, null, 2)}\n` : snapshotText(state);
  return {
    reason: "done",
    exitCode: 0,
    text,
    data: { commit: head, ...snapshotData(state), state },
  };
}

function formatOf(word: string): RowFormat {
  const found = rowFormats.find((format) => format === word);
  if (found !== undefined) return found;
  throw new UserError(
    `--format ${word}: expected one of ${rowFormats.join(", ")}${didYouMean(word, rowFormats)}`,
  );
}

function demandDay(date: string | undefined): void {
  if (date === undefined || /^\d{4}-\d\d-\d\d$/.test(date)) return;
  throw new UserError(`--date ${date}: expected a day such as 2026-11-21`);
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (/^\d+$/.test(text) && Number(text) > 0) return Number(text);
  throw new UserError(`--limit ${text}: expected a whole number above 0`);
}
