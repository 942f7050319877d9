import type { TaskBlock } from "../../schema/index.ts";
import type { BodyEdit, TaskFacts } from "../facts.ts";
import { ownerOfLabel } from "./history.ts";
import { statusOfLabel } from "../lifecycle/labels.ts";
import { digestOf } from "../state/digest.ts";
import { readBlock, sameBlock } from "./block.ts";
import type { Refusal } from "./notice.ts";
import type { People } from "./people.ts";

/** The facts of the block that count, and the edit of them that does not, if there is one. */
export type StandingBlock = { readonly block: TaskBlock; readonly refusal: Refusal | null };

/**
 * An edit of the block is a command on facts: it counts when whoever made it may give one. GitHub lets the author,
 * who may be anybody, and those who may write edit the text; where the last one may not, the facts are those of the last
 * one who may. What an item said before it was taken out of the inbox is its filing, whoever wrote it; and what a snapshot has
 * settled stays, though whoever wrote it has lost the right since.
 */
export function standingBlock(facts: TaskFacts, people: People): StandingBlock {
  const { block } = readBlock(facts.body);
  const [last] = facts.edits ?? [];
  if (last === undefined || !needsEdits(facts, people)) return { block, refusal: null };
  const taken = takenAt(facts, people) ?? "";
  const counts = (edit: BodyEdit) =>
    edit.at <= taken ||
    isSettled(edit, facts.settled) ||
    (edit.by !== null && (people.isEngine(edit.by) || mayEdit(edit.by.login, facts, people)));
  if (counts(last)) return { block, refusal: null };
  const standing = facts.edits?.find(counts);
  const before = readBlock(standing?.body ?? "").block;
  if (sameBlock(block, before)) return { block, refusal: null };
  return { block: before, refusal: refusalOf(last, standing?.body ?? null) };
}

/** Whether it matters who edited the text: somebody may have who may not give a command on the facts. */
export function needsEdits(facts: TaskFacts, people: People): boolean {
  if (people.isEngine(facts.author) || mayEdit(facts.author.login, facts, people)) return false;
  return takenAt(facts, people) !== null;
}

/** In the very second of the last change that was judged, only the text that was judged. */
function isSettled({ at, body }: BodyEdit, settled: TaskFacts["settled"]): boolean {
  const text = settled?.text;
  if (text === undefined) return false;
  return at < text.at || (at === text.at && body !== null && digestOf(body) === text.digest);
}

function mayEdit(login: string, facts: TaskFacts, people: People): boolean {
  const owners = facts.labels.flatMap((label) => ownerOfLabel(label) ?? []);
  const logins = owners.flatMap((owner) => people.loginsOf(owner));
  const owns = logins.some((one) => one.toLowerCase() === login.toLowerCase());
  return owns || people.isMember(login) || people.isKnownAgent(login);
}

/** When the item was first given a status other than that of the inbox; null: not yet. */
function takenAt({ history }: TaskFacts, people: People): string | null {
  const first = history.find((entry) => {
    if (entry.kind !== "labeled") return false;
    const status = statusOfLabel(entry.label);
    const isTaking = status !== null && status !== "unknown" && status !== "inbox";
    return isTaking && (people.isEngine(entry.actor) || people.isMember(entry.actor.login));
  });
  return first?.at ?? null;
}

function refusalOf({ at, by }: BodyEdit, before: string | null): Refusal {
  const why =
    before === null
      ? "only a member of the repository, or the owner of the task, may do that; what stood there before is no longer in the history of edits, so a member has to give the facts again"
      : "only a member of the repository, or the owner of the task, may do that; the facts are as they were before";
  return {
    entry: `b${Date.parse(at)}`,
    at,
    by: by?.login ?? "somebody",
    asked: "an edit of the facts in the text",
    why,
  };
}
