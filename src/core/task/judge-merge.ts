import type { HistoryEntry, LinkedPull } from "../facts.ts";
import { hasAStake } from "../lifecycle/guards.ts";
import type { Reverted } from "./history.ts";
import { arrive } from "./move.ts";
import { accept, refuse, type Run } from "./run.ts";

/** GitHub's own record is the delivery and, with an approval by somebody without a stake and green checks, the verdict. */
export function judgeMerge(run: Run, entry: HistoryEntry, pull: LinkedPull): void {
  const { context, moment } = run;
  const { people } = context;
  const approver = pull.approvedBy.find(
    (login) =>
      people.isMember(login) &&
      !hasAStake(moment, login, context) &&
      (moment.halt === null || people.mayResume(login)),
  );
  const isGreen = pull.checks === "green" || pull.checks === "none";
  const block = { ...moment.block, link: moment.block.link ?? pull.url };
  const isProven = approver !== undefined && isGreen;
  const to = isProven ? "done" : "review";
  const by = isProven ? approver : entry.actor.login;
  accept(
    run,
    entry.id,
    moment.status === to ? moment : arrive({ ...moment, block }, { to, by, at: entry.at }),
  );
  run.merge = isProven ? "proven" : "unproven";
  if (isProven) return;
  const missing = [
    approver === undefined ? "nobody without a stake in it has approved it" : null,
    isGreen ? null : `its checks are ${pull.checks}`,
  ].filter((reason) => reason !== null);
  refuse(
    run,
    entry,
    `closed by the merge of #${pull.number}`,
    `${missing.join(" and ")}; it waits for a verdict`,
  );
}

export function judgeRevert(run: Run, { id, at, pull }: Reverted): void {
  const { status, since } = run.moment;
  if ((status !== "done" && status !== "review") || at < since) return;
  const by = pull.revertedBy === null ? "" : `#${pull.revertedBy.number}`;
  accept(run, id, arrive(run.moment, { to: "reverted", by, at }));
  run.merge = "reverted";
}
