import type { Delivery } from "../../src/app/receive.ts";
import type {
  Actor,
  BodyEdit,
  HistoryEntry,
  LinkedPull,
  Permission,
} from "../../src/core/facts.ts";
import { fakeReactions, type FakeReactions } from "../adapters/github-claims/fake-reactions.ts";

/** GitHub said no, as it would have. */
export class Refused extends Error {
  override readonly name = "Refused";
}

type Distributed<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Stored = Distributed<HistoryEntry, "id" | "at" | "actor">;
export type Line = { readonly id: string; readonly at: string; readonly actor: Actor } & Stored;

export type FakeIssue = {
  readonly number: number;
  readonly author: string;
  readonly createdAt: string;
  title: string;
  body: string;
  state: "open" | "closed";
  stateReason: string | null;
  closedAt: string | null;
  updatedAt: string;
  labels: readonly string[];
  assignees: readonly string[];
  lines: readonly Line[];
  /** Newest first; none before the first edit. */
  edits: readonly BodyEdit[];
  /** Pull requests that say they close it. */
  pulls: readonly number[];
  /** Issues whose text mentions it, in order. */
  mentionedIn: readonly number[];
  /** The issue that it is a sub-issue of. */
  parent: number | null;
};

export type FakePull = {
  readonly number: number;
  readonly author: string;
  readonly closes: readonly number[];
  mergedAt: string | null;
  mergedBy: string | null;
  approvedBy: readonly string[];
  checks: LinkedPull["checks"];
  revertedBy: { readonly number: number; readonly at: string } | null;
};

/** What somebody does; everything goes through `act`, which refuses what GitHub refuses. */
export type Act = { readonly by: string } & (
  | {
      readonly do: "label";
      readonly issue: number;
      readonly add?: readonly string[];
      readonly remove?: readonly string[];
    }
  | { readonly do: "comment"; readonly issue: number; readonly body: string }
  | {
      readonly do: "edit-comment";
      readonly issue: number;
      readonly comment: number;
      readonly body: string;
    }
  | { readonly do: "delete-comment"; readonly issue: number; readonly comment: number }
  | {
      readonly do: "close";
      readonly issue: number;
      readonly reason: "completed" | "not_planned" | "duplicate";
    }
  | { readonly do: "reopen"; readonly issue: number }
  | { readonly do: "edit-body"; readonly issue: number; readonly body: string }
  | { readonly do: "assign" | "unassign"; readonly issue: number; readonly assignee: string }
  | { readonly do: "open-pull"; readonly closes: readonly number[] }
  | { readonly do: "approve"; readonly pull: number }
  | { readonly do: "check"; readonly pull: number; readonly checks: LinkedPull["checks"] }
  | { readonly do: "merge"; readonly pull: number; readonly closesAfterMs?: number }
  | { readonly do: "revert"; readonly pull: number }
);

export type World = {
  readonly repo: string;
  readonly now: () => number;
  readonly advance: (ms: number) => void;
  /** Logins that are Apps: what they may do is not asked of the collaborators. */
  readonly apps: readonly string[];
  readonly permissions: Map<string, Permission>;
  readonly issues: Map<number, FakeIssue>;
  /** By its id, what a comment said as it was filed. */
  readonly filed: Map<number, string>;
  readonly pulls: Map<number, FakePull>;
  readonly reactions: FakeReactions;
  /** Every webhook so far, oldest first. */
  readonly deliveries: Delivery[];
};

export type FakeGitHub = World & {
  readonly file: (
    by: string,
    issue?: { title?: string; body?: string; labels?: readonly string[] },
  ) => FakeIssue;
  /** Returns the number of the comment or pull request it made, else 0. */
  readonly act: (act: Act) => number;
  /** Replaces whatever is given, in one request, as `PATCH /issues/{n}` does. */
  readonly patch: (by: string, issue: number, patch: Patch) => void;
  /** Makes an issue a sub-issue of another, as `POST /issues/{n}/sub_issues` does. */
  readonly link: (parent: number, child: number) => void;
  readonly issue: (number: number) => FakeIssue;
};

export type Patch = {
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly body?: string;
  readonly state?: "open" | "closed";
  readonly stateReason?: string;
};

export type FakeOptions = {
  readonly repo?: string;
  readonly start?: string;
  readonly apps?: readonly string[];
  readonly permissions?: Readonly<Record<string, Permission>>;
  /** Which way round GitHub records the label events of one request: it promises neither. */
  readonly labelsFirst?: boolean;
};

const ranks: readonly Permission[] = ["none", "read", "triage", "write", "maintain", "admin"];

/** A repository on GitHub in memory: it keeps people's acts in one order, dated in whole seconds, and tells of each by webhook. */
export function fakeGitHub(options: FakeOptions = {}): FakeGitHub {
  let clock = Date.parse(options.start ?? "2026-11-21T07:00:00Z");
  let sequence = 0;
  let numbers = 0;
  const repo = options.repo ?? "acme/shop";
  const apps = options.apps ?? ["mission-control[bot]"];
  const world: World = {
    repo,
    now: () => clock,
    advance: (ms) => {
      clock += ms;
    },
    apps,
    permissions: new Map(Object.entries(options.permissions ?? {})),
    issues: new Map(),
    filed: new Map(),
    pulls: new Map(),
    reactions: fakeReactions(() => clock),
    deliveries: [],
  };

  function second(): string {
    return `${new Date(clock).toISOString().slice(0, 19)}Z`;
  }

  function issue(number: number): FakeIssue {
    const found = world.issues.get(number);
    if (found === undefined) throw new Refused(`there is no issue ${number}`);
    return found;
  }

  function pull(number: number): FakePull {
    const found = world.pulls.get(number);
    if (found === undefined) throw new Refused(`there is no pull request ${number}`);
    return found;
  }

  function may(login: string, least: Permission): boolean {
    if (apps.includes(login)) return true;
    return ranks.indexOf(world.permissions.get(login) ?? "none") >= ranks.indexOf(least);
  }

  function demand(isAllowed: boolean, what: string): void {
    if (!isAllowed) throw new Refused(what);
  }

  function tell(event: string, action: string, by: string, fields: Record<string, unknown>): void {
    world.deliveries.push({
      id: `d${++sequence}`,
      event,
      payload: { action, repository: { full_name: repo }, sender: { login: by }, ...fields },
    });
  }

  function append(one: FakeIssue, by: string, stored: Stored, id = `e${++sequence}`): void {
    one.lines = [
      ...one.lines,
      { id, at: second(), actor: { login: by, bot: by.endsWith("[bot]") }, ...stored },
    ];
    one.updatedAt = second();
  }

  function happened(one: FakeIssue, by: string, stored: Stored): void {
    append(one, by, stored);
    tell("issues", stored.kind, by, { issue: { number: one.number } });
  }

  function setLabels(one: FakeIssue, by: string, wanted: readonly string[]): void {
    const gone = one.labels.filter((label) => !wanted.includes(label));
    const come = [...new Set(wanted)].filter((label) => !one.labels.includes(label));
    one.labels = [...one.labels.filter((label) => wanted.includes(label)), ...come];
    const unlabel = () => gone.forEach((label) => happened(one, by, { kind: "unlabeled", label }));
    const label = () => come.forEach((name) => happened(one, by, { kind: "labeled", label: name }));
    for (const step of options.labelsFirst === true ? [label, unlabel] : [unlabel, label]) step();
  }

  function setAssignees(one: FakeIssue, by: string, wanted: readonly string[]): void {
    const gone = one.assignees.filter((login) => !wanted.includes(login));
    const come = wanted.filter((login) => !one.assignees.includes(login));
    one.assignees = [...wanted];
    for (const assignee of gone) happened(one, by, { kind: "unassigned", assignee });
    for (const assignee of come) happened(one, by, { kind: "assigned", assignee });
  }

  function setState(
    one: FakeIssue,
    by: string,
    state: "open" | "closed",
    reason: string | null,
  ): void {
    if (one.state === state) return;
    one.state = state;
    one.stateReason = state === "closed" ? (reason ?? "completed") : "reopened";
    one.closedAt = state === "closed" ? second() : null;
    if (state === "open") return happened(one, by, { kind: "reopened" });
    const known = reason === "not_planned" || reason === "duplicate" ? reason : "completed";
    happened(one, by, { kind: "closed", reason: known });
  }

  function patch(
    by: string,
    number: number,
    { labels, assignees, body, state, stateReason }: Patch,
  ): void {
    const one = issue(number);
    if (labels !== undefined) setLabels(one, by, labels);
    if (assignees !== undefined) setAssignees(one, by, assignees);
    if (body !== undefined && body !== one.body) {
      const actor = (login: string) => ({ login, bot: login.endsWith("[bot]") });
      const filing = { at: one.createdAt, by: actor(one.author), body: one.body };
      const before = one.edits.length === 0 ? [filing] : one.edits;
      one.edits = [{ at: second(), by: actor(by), body }, ...before];
      one.body = body;
      one.updatedAt = second();
      tell("issues", "edited", by, { issue: { number } });
    }
    if (state !== undefined) setState(one, by, state, stateReason ?? null);
  }

  function comment(by: string, number: number, body: string): number {
    const one = issue(number);
    const commentId = ++sequence;
    world.filed.set(commentId, body);
    append(
      one,
      by,
      { kind: "commented", commentId, body, edited: false, answer: "open" },
      `c${commentId}`,
    );
    tell("issue_comment", "created", by, { issue: { number } });
    return commentId;
  }

  function changeComment(
    act: Extract<Act, { do: "edit-comment" | "delete-comment" }>,
    change: (lines: readonly Line[], at: number) => readonly Line[],
  ): void {
    const one = issue(act.issue);
    const at = one.lines.findIndex(
      (line) => line.kind === "commented" && line.commentId === act.comment,
    );
    const line = one.lines[at];
    if (line === undefined) throw new Refused("no such comment");
    demand(line.actor.login === act.by || may(act.by, "write"), "somebody else's comment");
    one.lines = change(one.lines, at);
    one.updatedAt = second();
    const action = act.do === "edit-comment" ? "edited" : "deleted";
    tell("issue_comment", action, act.by, { issue: { number: act.issue } });
  }

  function merge(act: Extract<Act, { do: "merge" }>): void {
    const one = pull(act.pull);
    demand(may(act.by, "write"), "merging needs write permission");
    demand(one.mergedAt === null, "already merged");
    one.mergedAt = second();
    one.mergedBy = act.by;
    tell("pull_request", "closed", act.by, { pull_request: { number: one.number } });
    clock += act.closesAfterMs ?? 0;
    for (const number of one.closes) setState(issue(number), act.by, "closed", "completed");
  }

  function revert(act: Extract<Act, { do: "revert" }>): void {
    const one = pull(act.pull);
    demand(may(act.by, "write"), "merging needs write permission");
    demand(one.mergedAt !== null && one.revertedBy === null, "nothing to revert");
    one.revertedBy = { number: ++numbers, at: second() };
    tell("pull_request", "closed", act.by, { pull_request: { number: one.number } });
  }

  function openPull(by: string, closes: readonly number[]): number {
    const number = ++numbers;
    world.pulls.set(number, {
      number,
      author: by,
      closes,
      mergedAt: null,
      mergedBy: null,
      approvedBy: [],
      checks: "none",
      revertedBy: null,
    });
    for (const one of closes.map(issue)) one.pulls = [...one.pulls, number];
    tell("pull_request", "opened", by, { pull_request: { number } });
    return number;
  }

  function act(one: Act): number {
    const { by } = one;
    switch (one.do) {
      case "label": {
        demand(may(by, "triage"), "labels need triage permission");
        const { labels } = issue(one.issue);
        const left = labels.filter((label) => !(one.remove ?? []).includes(label));
        setLabels(issue(one.issue), by, [...left, ...(one.add ?? [])]);
        return 0;
      }
      case "comment":
        return comment(by, one.issue, one.body);
      case "edit-comment":
        changeComment(one, (lines, at) =>
          lines.map((line, index) =>
            index === at && line.kind === "commented"
              ? { ...line, body: one.body, edited: true }
              : line,
          ),
        );
        return 0;
      case "delete-comment":
        changeComment(one, (lines, at) => lines.toSpliced(at, 1));
        return 0;
      case "close":
        demand(
          may(by, "triage") || issue(one.issue).author === by,
          "closing needs triage permission",
        );
        setState(issue(one.issue), by, "closed", one.reason);
        return 0;
      case "reopen": {
        const { author, lines } = issue(one.issue);
        const closer = lines.findLast((line) => line.kind === "closed")?.actor.login;
        demand(
          may(by, "triage") || (author === by && closer === by),
          "reopening needs triage permission",
        );
        setState(issue(one.issue), by, "open", null);
        return 0;
      }
      case "edit-body":
        demand(may(by, "write") || issue(one.issue).author === by, "somebody else's issue");
        patch(by, one.issue, { body: one.body });
        return 0;
      case "assign":
      case "unassign": {
        demand(may(by, "triage"), "assigning needs triage permission");
        const others = issue(one.issue).assignees.filter((login) => login !== one.assignee);
        setAssignees(
          issue(one.issue),
          by,
          one.do === "assign" ? [...others, one.assignee] : others,
        );
        return 0;
      }
      case "open-pull":
        return openPull(by, one.closes);
      case "approve": {
        const reviewed = pull(one.pull);
        demand(reviewed.author !== by, "nobody approves their own pull request");
        reviewed.approvedBy = [...new Set([...reviewed.approvedBy, by])];
        tell("pull_request_review", "submitted", by, { pull_request: { number: one.pull } });
        return 0;
      }
      case "check":
        pull(one.pull).checks = one.checks;
        tell("check_suite", "completed", by, {
          check_suite: { pull_requests: [{ number: one.pull }] },
        });
        return 0;
      case "merge":
        merge(one);
        return 0;
      case "revert":
        revert(one);
        return 0;
    }
  }

  function file(
    by: string,
    given: { title?: string; body?: string; labels?: readonly string[] } = {},
  ): FakeIssue {
    const number = ++numbers;
    const one: FakeIssue = {
      number,
      author: by,
      createdAt: second(),
      title: given.title ?? `Task ${number}`,
      body: given.body ?? "",
      state: "open",
      stateReason: null,
      closedAt: null,
      updatedAt: second(),
      labels: [],
      assignees: [],
      lines: [],
      edits: [],
      pulls: [],
      mentionedIn: [],
      parent: null,
    };
    world.issues.set(number, one);
    for (const [, mentioned] of one.body.matchAll(/(?<![\w/])#(\d+)\b/g)) {
      const target = world.issues.get(Number(mentioned));
      if (target !== undefined) target.mentionedIn = [...target.mentionedIn, number];
    }
    tell("issues", "opened", by, { issue: { number } });
    if (given.labels !== undefined && may(by, "triage")) setLabels(one, by, given.labels);
    return one;
  }

  function link(parent: number, child: number): void {
    demand(issue(child).parent === null, "it is a sub-issue already");
    issue(child).parent = issue(parent).number;
  }

  return { ...world, file, act, patch, link, issue };
}
