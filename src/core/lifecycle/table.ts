import { type Status, statuses } from "../../schema/index.ts";

/**
 * Who may make a move.
 * - `member`: anybody with triage permission or more on the repository.
 * - `filer`: a member, or the person who filed the task.
 * - `party`: a member, or the owner.
 * - `worker`: the owner, an orchestrator or an operator.
 * - `reviewer`: a member who neither owns the work nor delivered it.
 */
export const actorGuards = {
  member: "a member of the repository (triage permission or more)",
  filer: "a member of the repository, or who filed it",
  party: "a member of the repository, or the owner",
  worker: "the owner, an orchestrator or an operator",
  reviewer: "a member of the repository who neither owns nor delivered the work",
} as const;
export type ActorGuard = keyof typeof actorGuards;

/** What must be there before a move. */
export const artefactGuards = {
  owner: "an owner (`/assign <owner>` or an `owner:` label)",
  priority: "a priority (`/priority <level>` or a `priority:` label)",
  output: 'the expected output (`output="…"`)',
  review: 'review criteria (`review="…"`)',
  reason: "a reason (`/block <reason>`)",
  link: "a link to the output (`/review <link>`)",
  evidence: "the evidence: every pull request that closes it merged, with its checks green",
} as const;
export type ArtefactGuard = keyof typeof artefactGuards;

export type Edge = { readonly who: ActorGuard; readonly needs: readonly ArtefactGuard[] };

export type StatusSpec = {
  readonly means: string;
  /** `open`, or how the issue is closed in this status. */
  readonly issue: "open" | "completed" | "not_planned";
  readonly color: string;
  readonly aliases: readonly string[];
  readonly to: Partial<Readonly<Record<Status, Edge>>>;
};

const assigned = ["owner", "priority", "output", "review"] as const;
const edge = (who: ActorGuard, needs: readonly ArtefactGuard[] = []): Edge => ({ who, needs });

/**
 * The lifecycle. Enforcement, labels, the documents, the diagram, the board and the tests are all made from this table.
 * From `blocked` the way back is to the status it came from: `back` lists where that can be.
 */
export const lifecycle = {
  inbox: {
    means: "raw intake",
    issue: "open",
    color: "ededed",
    aliases: [],
    to: { triaged: edge("member"), archived: edge("filer") },
  },
  triaged: {
    means: "classified, prioritised; not scheduled (backlog)",
    issue: "open",
    color: "c5def5",
    aliases: ["backlog"],
    to: {
      planned: edge("member"),
      assigned: edge("member", assigned),
      archived: edge("filer"),
    },
  },
  planned: {
    means: "scheduled, no owner yet (pending)",
    issue: "open",
    color: "bfd4f2",
    aliases: ["pending"],
    to: {
      assigned: edge("member", assigned),
      triaged: edge("member"),
      blocked: edge("party", ["reason"]),
      archived: edge("member"),
    },
  },
  assigned: {
    means: "has an owner, an expected output and review criteria",
    issue: "open",
    color: "d4c5f9",
    aliases: [],
    to: {
      active: edge("worker"),
      planned: edge("party"),
      blocked: edge("party", ["reason"]),
      archived: edge("member"),
    },
  },
  active: {
    means: "being worked on",
    issue: "open",
    color: "0e8a16",
    aliases: [],
    to: {
      review: edge("worker", ["link"]),
      blocked: edge("party", ["reason"]),
      failed: edge("party"),
      assigned: edge("party", assigned),
      planned: edge("party"),
    },
  },
  blocked: {
    means: "cannot move: reason, who can unblock, since when",
    issue: "open",
    color: "b60205",
    aliases: [],
    to: { failed: edge("party"), archived: edge("member") },
  },
  review: {
    means: "output delivered, waiting for a verdict",
    issue: "open",
    color: "fbca04",
    aliases: [],
    to: {
      done: edge("reviewer", ["evidence"]),
      active: edge("party"),
      blocked: edge("party", ["reason"]),
      failed: edge("reviewer"),
      reverted: edge("member"),
    },
  },
  done: {
    means: "accepted, with evidence",
    issue: "completed",
    color: "1d7a1d",
    aliases: [],
    to: { archived: edge("member"), reverted: edge("member"), triaged: edge("member") },
  },
  failed: {
    means: "tried and did not work",
    issue: "open",
    color: "d93f0b",
    aliases: [],
    to: {
      triaged: edge("member"),
      assigned: edge("member", assigned),
      archived: edge("member"),
    },
  },
  reverted: {
    means: "was done, then undone",
    issue: "open",
    color: "e99695",
    aliases: [],
    to: { triaged: edge("member"), archived: edge("member") },
  },
  archived: {
    means: "off the board",
    issue: "not_planned",
    color: "cccccc",
    aliases: [],
    to: { triaged: edge("member") },
  },
} as const satisfies Record<Status, StatusSpec>;

/** Where a blocked task can have come from, and so where it can go back to. */
export const back: readonly Status[] = ["planned", "assigned", "active", "review"];
const backEdge = edge("party");

/** The edge of one move, or null when there is none. `from` is where a blocked task came from. */
export function edgeOf(status: Status, to: Status, from: Status | null): Edge | null {
  if (status === "blocked" && to === from) return backEdge;
  const spec: StatusSpec = lifecycle[status];
  return spec.to[to] ?? null;
}

/** The statuses that a task may go to now, in the table's order. */
export function legalMoves(status: Status, from: Status | null): readonly Status[] {
  return statuses.filter((to) => edgeOf(status, to, from) !== null);
}

/** The status a label or a word names, aliases included (`backlog`, `pending`). */
export function statusNamed(word: string): Status | null {
  const name = word.trim().toLowerCase();
  for (const status of statuses) {
    const spec: StatusSpec = lifecycle[status];
    if (status === name || spec.aliases.includes(name)) return status;
  }
  return null;
}
