import type { Sending } from "./core/alert-message.ts";
import type {
  BodyEdit,
  Classified,
  ListedIssue,
  Permission,
  TaskFacts,
  TaskRef,
} from "./core/facts.ts";
import type { LabelSpec } from "./core/lifecycle/labels.ts";
import type { Write } from "./core/plan.ts";
import type { AlertState } from "./schema/index.ts";

/** What the use cases need from outside. An adapter is a function that returns one of these as a plain object. */

/** The clock as data: nothing below `entry` reads the time by itself. */
export type Clock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};

export type Log = {
  readonly debug: (message: string, fields?: Record<string, unknown>) => void;
  readonly info: (message: string, fields?: Record<string, unknown>) => void;
  readonly warn: (message: string, fields?: Record<string, unknown>) => void;
  readonly error: (message: string, fields?: Record<string, unknown>) => void;
};

/** One line of the list of issues, which holds pull requests too. */
export type IssueSummary = ListedIssue & {
  readonly isPullRequest: boolean;
  /** Of a merged pull request. */
  readonly mergedAt: string | null;
};
export type IssuePage = {
  readonly issues: readonly IssueSummary[];
  /** By which the host can be asked whether this page has changed; null where it gives none. */
  readonly etag: string | null;
};

/** What is left of the hourly limit, as the last answer said; null while there was none, or where there is no limit. */
export type Budget = {
  readonly remaining: number;
  /** Milliseconds since the epoch at which it is whole again. */
  readonly resetsAt: number;
};

export type BranchCommit = {
  readonly sha: string;
  /** Login of the author, else of the committer, as GitHub knows them; null: of neither. */
  readonly login: string | null;
  /** For people: the login, else the name in the commit, which anybody can write. */
  readonly author: string;
  readonly at: string;
  readonly message: string;
  readonly url: string;
  readonly parents: readonly string[];
};

/** What GitHub's answer to a write tells of it. */
export type Applied = {
  /** Of a comment. */
  readonly commentId: number | null;
  /** GitHub's own time of it. */
  readonly at: string | null;
};

/** GitHub, or whatever speaks its API. Every method throws `OutsideError` when GitHub could not be asked or said no. */
export type Forge = {
  /** The login our writes carry, with `[bot]` for an App. */
  readonly login: () => Promise<string>;
  /**
   * null: there is no such issue, or it is a pull request, or it has moved away. `known`, as a list of this forge has just
   * given it, is not asked for again.
   */
  readonly readTask: (ref: TaskRef, known?: IssueSummary) => Promise<TaskFacts | null>;
  /**
   * What the text of an issue was after each edit, newest first, at last as it was filed; none: it was never edited. Read as far
   * as to one that is not its author's, or to the 10,000th.
   */
  readonly editsOf: (ref: TaskRef, author: string) => Promise<readonly BodyEdit[]>;
  /** A comment's text before its first edit; null: it was never edited, or that text is not to be had any more. */
  readonly commentAsFiled: (repo: string, commentId: number) => Promise<string | null>;
  readonly permissionOf: (repo: string, login: string) => Promise<Permission>;
  /** The issues that carry the label of a halt, open or closed. */
  readonly halts: (repos: readonly string[]) => Promise<readonly TaskRef[]>;
  /**
   * Issues and pull requests changed at or after `since` (all of them when null), oldest change first, page by page.
   * Nothing at all when the first page still has this `etag`.
   */
  readonly listIssues: (
    repo: string,
    since: string | null,
    etag?: string | null,
  ) => AsyncIterable<IssuePage>;
  /** One issue as a list would show it; null: there is none, or it is a pull request, or it has moved away. */
  readonly peek: (ref: TaskRef) => Promise<IssueSummary | null>;
  /** Issue numbers that a pull request says it closes, its own and, when it is a revert, those of the reverted one. */
  readonly tasksOfPull: (ref: TaskRef) => Promise<readonly number[]>;
  readonly apply: (write: Write) => Promise<Applied>;
  readonly createIssue: (
    repo: string,
    issue: { title: string; body: string; labels: readonly string[] },
  ) => Promise<{ number: number; url: string }>;
  /** Creates or mends the labels; returns the names it wrote. */
  readonly ensureLabels: (repo: string, labels: readonly LabelSpec[]) => Promise<readonly string[]>;
  /** `branch` null: the default one. */
  readonly readFile: (repo: string, branch: string | null, path: string) => Promise<string | null>;
  /** Paths of the files right in a folder, at most 1,000; none where there is no such folder. */
  readonly listFiles: (repo: string, branch: string, folder: string) => Promise<readonly string[]>;
  /** The commit a branch points at; null when there is no such branch. */
  readonly head: (repo: string, branch: string) => Promise<string | null>;
  /**
   * One commit on `branch` whose parent is `expectedHead` (null: the branch is created, without a parent).
   * Returns null, and leaves the branch alone, when the branch is no longer there: compare-and-swap.
   */
  readonly commit: (
    repo: string,
    commit: NewCommit,
  ) => Promise<{ sha: string; url: string } | null>;
  /** Points `branch` at one orphan commit that holds just these files, whatever it held before. */
  readonly replaceBranch: (
    repo: string,
    branch: string,
    message: string,
    files: readonly NewFile[],
  ) => Promise<{ sha: string }>;
  /** The commits that lead to a branch or a commit, newest first, page by page: a hundred each, asked for as they are taken. */
  readonly commitsOn: (repo: string, head: string) => AsyncIterable<readonly BranchCommit[]>;
  /** Paths that a commit changed, at most 300. */
  readonly filesOf: (repo: string, sha: string) => Promise<readonly string[]>;
  readonly budget: () => Budget | null;
  /** Requests made so far. */
  readonly requests: () => number;
};

export type NewFile = {
  readonly path: string;
  /** null deletes the file. */
  readonly content: string | Uint8Array | null;
};

export type NewCommit = {
  readonly branch: string;
  readonly expectedHead: string | null;
  readonly message: string;
  readonly files: readonly NewFile[];
};

/**
 * Who does a thing that must be done once. `acquire` returns null when somebody else holds the key;
 * a claim that is never released lapses after `ttlMs` by the clock.
 */
export type Claims = {
  readonly acquire: (key: ClaimKey, ttlMs: number) => Promise<Claim | null>;
};
/** A comment holding a command, an issue about to be written to, or (without a forge behind it) any string. */
export type ClaimKey =
  | (TaskRef & { readonly kind: "comment"; readonly commentId: number })
  | (TaskRef & { readonly kind: "issue" })
  | { readonly kind: "delivery"; readonly id: string }
  | { readonly kind: "alert"; readonly id: string; readonly channel: string };
export type Claim = {
  /** `done`: nobody shall do it again. `free`: the next one may. */
  readonly release: (outcome: "done" | "free") => Promise<void>;
};

/**
 * Where an alert goes. Sending the same id twice on one channel is the caller's fault, not the channel's. Without a
 * `sending` it is the alert's first.
 */
export type Channel = {
  readonly name: string;
  readonly send: (alert: AlertState, sending?: Sending) => Promise<{ reference: string }>;
  readonly close: () => Promise<void>;
};

/**
 * What says of an item what its words do not: a model. It takes bounded time, and throws `OutsideError` when there is no
 * answer that can be read. Nothing that stands in the item can make it do more than choose among the values.
 */
export type Classifier = {
  readonly classify: (item: Pick<ListedIssue, "title" | "body" | "labels">) => Promise<Classified>;
};

/** A page as a person sees it, in a real browser. */
export type Browser = {
  readonly look: (request: LookRequest) => Promise<LookResult>;
  readonly close: () => Promise<void>;
};
export type LookRequest = {
  readonly url: string;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly theme: "light" | "dark";
  /** Selector of what is there when the page is ready. */
  readonly ready: string;
  /** Selectors whose visible, unobscured text is wanted, by name. */
  readonly texts: Readonly<Record<string, string>>;
  /** Part of the URL of the data response whose body is wanted. */
  readonly dataUrl: string;
  readonly timeoutMs: number;
};
export type LookResult = {
  readonly ready: boolean;
  readonly screenshot: Uint8Array;
  /** False when no two pictures in a row were the same: the page never came to rest. */
  readonly steady?: boolean;
  /** Per name, the texts a person sees; an empty list when the selector matches nothing visible. */
  readonly texts: Readonly<Record<string, readonly string[]>>;
  /** The body of the data response that the page itself loaded; null when it loaded none. */
  readonly data: string | null;
  readonly consoleErrors: readonly string[];
  readonly failedRequests: readonly string[];
  /** Pixels by which the page is wider than its viewport. */
  readonly overflowX: number;
  readonly durationMs: number;
};
