import { createHash } from "node:crypto";
import {
  shape,
  type CommentJson,
  type IssueJson,
  type Json,
  type MilestoneJson,
  type UserJson,
} from "./json.ts";
import type { Features, Permission } from "./types.ts";

export type Identity =
  | { readonly kind: "user" | "installation"; readonly login: string; readonly token: string }
  | { readonly kind: "app"; readonly login: null; readonly token: string }
  | { readonly kind: "nobody"; readonly login: null; readonly token: null };

export type Reaction = {
  readonly id: number;
  readonly node_id: string;
  readonly user: UserJson;
  readonly content: string;
  readonly created_at: string;
};
export type Comment = {
  json: CommentJson;
  readonly reactions: Reaction[];
  /** As those of a thread. */
  readonly edits: Edit[];
};
export type Entry =
  | { readonly kind: "event"; readonly at: string; readonly id: number; readonly json: Json }
  | { readonly kind: "comment"; readonly at: string; readonly comment: Comment }
  | {
      readonly kind: "reference";
      readonly at: string;
      readonly actor: UserJson;
      readonly source: Thread;
    }
  | { readonly kind: "review"; readonly at: string; readonly json: Json };

/** What a text was after an edit, the filing the first; the body null: taken out of the history. */
export type Edit = { readonly at: string; readonly by: string; readonly body: string | null };

/** An issue or a pull request with all that hangs on it, as the emulator answered last. */
export type Thread = {
  readonly repo: Repo;
  issue: IssueJson;
  readonly isPull: boolean;
  /** Branch of a pull request; null for an issue. */
  readonly head: string | null;
  /** Set when a pull request is merged: the commit that did it, and what it joined. */
  merge: { readonly sha: string; readonly head: string; readonly base: string } | null;
  readonly reactions: Reaction[];
  readonly comments: Comment[];
  readonly entries: Entry[];
  /** Oldest first; none before the first edit. */
  readonly edits: Edit[];
  parent: Thread | null;
  readonly subIssues: Thread[];
  readonly blockedBy: Thread[];
  readonly blocking: Thread[];
};

export type Repo = {
  readonly fullName: string;
  readonly owner: string;
  readonly name: string;
  readonly isPrivate: boolean;
  json: Json & { readonly id: number; readonly default_branch: string };
  readonly permissions: Map<string, Permission>;
  readonly threads: Map<number, Thread>;
  readonly comments: Map<number, { readonly thread: Thread; readonly comment: Comment }>;
  readonly events: {
    readonly thread: Thread;
    readonly entry: Entry & { readonly kind: "event" };
  }[];
  /** Spelling of each label, by its lower-case form: GitHub's labels do not differ by case alone. */
  readonly labels: Map<string, string>;
  /** Issues that were here once. */
  readonly gone: Map<
    number,
    { readonly kind: "deleted" } | { readonly kind: "transferred"; readonly thread: Thread }
  >;
  /** As they stand now; an issue keeps the one it had when it was written last. */
  readonly milestones: Map<number, MilestoneJson>;
  /** Commit statuses by commit. */
  readonly statuses: Map<string, Json[]>;
  /** Logins the emulator lets write. */
  readonly admitted: Set<string>;
  /** What the host has; the same for all its repositories. */
  readonly features: Features;
};

export type World = {
  readonly repos: Map<string, Repo>;
  readonly users: Map<string, UserJson>;
  readonly tokens: Map<string, Identity>;
  readonly nextId: () => number;
  readonly features: { -readonly [Name in keyof Features]: Features[Name] };
};

export const appLogin = "mission-control[bot]";
export const actionsLogin = "github-actions[bot]";

export function emptyWorld(): World {
  let id = 1000;
  return {
    repos: new Map(),
    users: new Map(),
    tokens: new Map(),
    nextId: () => ++id,
    features: { subIssues: true, dependencies: true, refusesCycles: true },
  };
}

export function findRepo(world: World, owner: string, name: string): Repo | null {
  return world.repos.get(`${owner}/${name}`.toLowerCase()) ?? null;
}

export function newRepo(owner: string, name: string, json: unknown, features: Features): Repo {
  const repository = shape<Repo["json"] & { readonly private: boolean }>(json);
  return {
    fullName: `${owner}/${name}`,
    owner,
    name,
    isPrivate: repository.private,
    json: withWholeOwner(repository),
    permissions: new Map(),
    threads: new Map(),
    comments: new Map(),
    events: [],
    labels: new Map(),
    gone: new Map(),
    milestones: new Map(),
    statuses: new Map(),
    admitted: new Set(),
    features,
  };
}

/** GitHub shows an organisation that owns a repository with all the addresses a user has. */
function withWholeOwner(repository: Repo["json"]): Repo["json"] {
  const owner = shape<UserJson & { readonly url: string }>(repository["owner"]);
  if (owner["followers_url"] !== undefined) return repository;
  const base = owner.url.replace(/\/orgs\/[^/]+$/, `/users/${owner.login}`);
  const addresses = {
    gravatar_id: "",
    url: base,
    followers_url: `${base}/followers`,
    following_url: `${base}/following{/other_user}`,
    gists_url: `${base}/gists{/gist_id}`,
    starred_url: `${base}/starred{/owner}{/repo}`,
    subscriptions_url: `${base}/subscriptions`,
    organizations_url: `${base}/orgs`,
    repos_url: `${base}/repos`,
    events_url: `${base}/events{/privacy}`,
    received_events_url: `${base}/received_events`,
  };
  return { ...repository, owner: { ...owner, ...addresses } };
}

const ranks: Record<Permission, number> = {
  none: 0,
  read: 1,
  triage: 2,
  write: 3,
  maintain: 4,
  admin: 5,
};

export function permissionOf(repo: Repo, login: string | null): Permission {
  const open: Permission = repo.isPrivate ? "none" : "read";
  if (login === null) return open;
  const set = repo.permissions.get(login.toLowerCase());
  if (set !== undefined) return ranks[set] < ranks[open] ? open : set;
  if (login.toLowerCase() === repo.owner.toLowerCase()) return "admin";
  return login === appLogin || login === actionsLogin ? "write" : open;
}

export function isAtLeast(permission: Permission, wanted: Permission): boolean {
  return ranks[permission] >= ranks[wanted];
}

/** `2026-11-21T07:00:00Z`: GitHub knows no fractions of a second. */
export function timeText(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

export function nodeId(kind: string, id: number): string {
  return `${kind}_${createHash("sha1").update(`${kind}${id}`).digest("base64url").slice(0, 18)}`;
}
