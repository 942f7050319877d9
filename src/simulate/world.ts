import { readBlock, writeBlock } from "../core/task/block.ts";
import type { Actor, Answer, BodyEdit, HistoryEntry } from "../core/facts.ts";
import type { TaskBlock } from "../schema/index.ts";

type Distributed<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Stored = Distributed<HistoryEntry, "id" | "at" | "actor">;

/** One issue as GitHub keeps it. */
export type Issue = {
  readonly number: number;
  readonly author: string;
  readonly createdAt: string;
  readonly title: string;
  body: string;
  state: "open" | "closed";
  stateReason: string | null;
  closedAt: string | null;
  updatedAt: string;
  labels: readonly string[];
  assignees: readonly string[];
  readonly lines: HistoryEntry[];
  /** Newest first; none before the first edit. */
  edits: readonly BodyEdit[];
};

export type Patch = {
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly body?: string;
  readonly state?: "open" | "closed";
  readonly stateReason?: string;
};

/** A repository's issues in memory, every change in one order and dated in whole seconds, as GitHub dates them. */
export type World = {
  readonly issues: ReadonlyMap<number, Issue>;
  /** By its id, what a comment said before it was edited. */
  readonly filed: ReadonlyMap<number, string>;
  readonly file: (number: number, by: string, filed: Filed) => void;
  readonly patch: (by: string, number: number, patch: Patch) => void;
  /** Returns the comment's id. */
  readonly comment: (by: string, number: number, body: string) => number;
  readonly editComment: (number: number, commentId: number, body: string) => void;
  readonly answer: (number: number, commentId: number, answer: Answer) => void;
  /** Changes the facts in the block of the body; undefined takes one away. */
  readonly writeFacts: (
    by: string,
    number: number,
    facts: { readonly due: string | undefined },
  ) => void;
  readonly remove: (number: number) => void;
};

export type Filed = {
  readonly title: string;
  readonly text: string;
  readonly block: TaskBlock;
  readonly labels: readonly string[];
};

/** `now` in milliseconds since the epoch. */
export function worldOn(now: () => number): World {
  const issues = new Map<number, Issue>();
  const filed = new Map<number, string>();
  let sequence = 0;

  const second = () => `${new Date(now()).toISOString().slice(0, 19)}Z`;

  function issue(number: number): Issue {
    const found = issues.get(number);
    if (found === undefined) throw new Error(`there is no issue ${number}`);
    return found;
  }

  function append(one: Issue, by: string, stored: Stored, id = `e${++sequence}`): void {
    const at = second();
    one.lines.push({ id, at, actor: actorOf(by), ...stored });
    one.updatedAt = at;
  }

  function setLabels(one: Issue, by: string, wanted: readonly string[]): void {
    const gone = one.labels.filter((label) => !wanted.includes(label));
    const come = [...new Set(wanted)].filter((label) => !one.labels.includes(label));
    one.labels = [...one.labels.filter((label) => wanted.includes(label)), ...come];
    for (const label of gone) append(one, by, { kind: "unlabeled", label });
    for (const label of come) append(one, by, { kind: "labeled", label });
  }

  function setAssignees(one: Issue, by: string, wanted: readonly string[]): void {
    const gone = one.assignees.filter((login) => !wanted.includes(login));
    const come = wanted.filter((login) => !one.assignees.includes(login));
    one.assignees = [...wanted];
    for (const assignee of gone) append(one, by, { kind: "unassigned", assignee });
    for (const assignee of come) append(one, by, { kind: "assigned", assignee });
  }

  function setState(one: Issue, by: string, state: Issue["state"], reason: string | null): void {
    if (one.state === state) return;
    one.state = state;
    one.stateReason = state === "closed" ? (reason ?? "completed") : "reopened";
    one.closedAt = state === "closed" ? second() : null;
    if (state === "open") return append(one, by, { kind: "reopened" });
    append(one, by, {
      kind: "closed",
      reason: reason === "not_planned" ? "not_planned" : "completed",
    });
  }

  function setBody(one: Issue, by: string, body: string): void {
    if (body === one.body) return;
    const filing = { at: one.createdAt, by: actorOf(one.author), body: one.body };
    one.edits = [
      { at: second(), by: actorOf(by), body },
      ...(one.edits.length === 0 ? [filing] : one.edits),
    ];
    one.body = body;
    one.updatedAt = second();
  }

  function changeComment(
    number: number,
    commentId: number,
    change: (line: Extract<HistoryEntry, { kind: "commented" }>) => HistoryEntry,
  ): Issue {
    const one = issue(number);
    const at = one.lines.findLastIndex(
      (line) => line.kind === "commented" && line.commentId === commentId,
    );
    const line = one.lines[at];
    if (line?.kind !== "commented") throw new Error(`there is no comment ${commentId}`);
    one.lines[at] = change(line);
    return one;
  }

  return {
    issues,
    filed,
    file: (number, by, { title, text, block, labels }) => {
      const at = second();
      const one: Issue = {
        number,
        author: by,
        createdAt: at,
        title,
        body: writeBlock(text, block),
        state: "open",
        stateReason: null,
        closedAt: null,
        updatedAt: at,
        labels: [],
        assignees: [],
        lines: [],
        edits: [],
      };
      issues.set(number, one);
      setLabels(one, by, labels);
    },
    patch: (by, number, { labels, assignees, body, state, stateReason }) => {
      const one = issue(number);
      if (labels !== undefined) setLabels(one, by, labels);
      if (assignees !== undefined) setAssignees(one, by, assignees);
      if (body !== undefined) setBody(one, by, body);
      if (state !== undefined) setState(one, by, state, stateReason ?? null);
    },
    comment: (by, number, body) => {
      const commentId = ++sequence;
      const stored = { kind: "commented", commentId, body, edited: false, answer: "open" } as const;
      append(issue(number), by, stored, `c${commentId}`);
      return commentId;
    },
    editComment: (number, commentId, body) => {
      const one = changeComment(number, commentId, (line) => {
        if (!line.edited) filed.set(commentId, line.body);
        return { ...line, body, edited: true };
      });
      one.updatedAt = second();
    },
    // A reaction does not count as a change of the issue.
    answer: (number, commentId, answer) => {
      changeComment(number, commentId, (line) => ({ ...line, answer }));
    },
    writeFacts: (by, number, facts) => {
      const one = issue(number);
      setBody(one, by, writeBlock(one.body, { ...readBlock(one.body).block, ...facts }));
    },
    remove: (number) => {
      issues.delete(number);
    },
  };
}

function actorOf(login: string): Actor {
  return { login, bot: login.endsWith("[bot]") };
}
