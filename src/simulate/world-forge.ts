import type { ListedIssue, Permission, TaskFacts } from "../core/facts.ts";
import { haltLabel } from "../core/lifecycle/labels.ts";
import type { Write } from "../core/plan.ts";
import { OutsideError } from "../errors.ts";
import type { Forge, IssuePage, IssueSummary } from "../ports.ts";
import { branchesOf } from "./branch.ts";
import type { Issue, World } from "./world.ts";

/** One request, as the faults see it; `task` is the issue's number where it is about one. */
export type Ask = {
  readonly kind: "list" | "read" | "write" | "branch" | "commit";
  readonly task: number | null;
};

export type WorldForgeOptions = {
  readonly repo: string;
  readonly login: string;
  readonly world: World;
  /** Milliseconds since the epoch, on GitHub's clock. */
  readonly now: () => number;
  readonly permissionOf: (login: string) => Permission;
  /** Called before every request: lets its time go by, and throws `OutsideError` when it is to fail. */
  readonly before: (ask: Ask) => void;
};

const perPage = 100;

/** GitHub as the engine sees it, over issues in memory. Requests are slow and may fail, as `before` has it. */
export function worldForge(options: WorldForgeOptions): Forge {
  const { repo, login, world, now, before } = options;
  const branches = branchesOf(repo);
  let requests = 0;

  const ask = async (kind: Ask["kind"], task: number | null = null) => {
    requests += 1;
    await Promise.resolve();
    before({ kind, task });
  };

  return {
    login: () => Promise.resolve(login),
    readTask: async ({ number }, known) => {
      await ask("read", number);
      const issue = world.issues.get(number);
      if (issue === undefined) return null;
      // What the list has just shown is not asked for again, however much has happened since.
      return { ...factsOf(issue, options), ...(known === undefined ? {} : asListed(known)) };
    },
    editsOf: async ({ number }) => {
      await ask("read", number);
      return world.issues.get(number)?.edits ?? [];
    },
    commentAsFiled: async (_repo, commentId) => {
      await ask("read");
      return world.filed.get(commentId) ?? null;
    },
    permissionOf: (_repo, one) => Promise.resolve(options.permissionOf(one)),
    halts: async () => {
      await ask("read");
      return [...world.issues.values()]
        .filter(({ state, labels }) => state === "open" && labels.includes(haltLabel))
        .map(({ number }) => ({ repo, number }));
    },
    peek: async ({ number }) => {
      await ask("read", number);
      const issue = world.issues.get(number);
      return issue === undefined ? null : summaryOf(issue, repo);
    },
    listIssues: async function* (_repo, since, etag = null) {
      let after: Issue | null = null;
      for (;;) {
        await ask("list");
        const found = listed(world, since, after);
        const page = pageOf(found.slice(0, perPage), repo);
        if (after === null && etag !== null && page.etag === etag) return;
        yield page;
        if (found.length <= perPage) return;
        // The place in the list, not the issue: it may have moved on by the time the next page is asked for.
        after = { ...(found[perPage - 1] ?? noIssue()) };
      }
    },
    tasksOfPull: () => Promise.resolve([]),
    apply: async (write) => {
      await ask("write", write.number);
      const commentId = apply(write, options);
      return { commentId, at: secondAt(now()) };
    },
    createIssue: () => Promise.reject(new Error("nothing is filed by the engine here")),
    ensureLabels: async () => {
      await ask("write");
      return [];
    },
    readFile: async (_repo, revision, path) => {
      await ask("branch");
      return revision === null ? null : branches.read(revision, path);
    },
    listFiles: async (_repo, revision, folder) => {
      await ask("branch");
      return branches.list(revision, folder);
    },
    head: async (_repo, branch) => {
      await ask("branch");
      return branches.head(branch);
    },
    commit: async (_repo, commit) => {
      await ask("commit");
      const made = branches.commit(login, now(), commit);
      return made === null
        ? null
        : { ...made, url: `https://github.com/${repo}/commit/${made.sha}` };
    },
    replaceBranch: () => Promise.reject(new Error("no branch is replaced here")),
    commitsOn: async function* (_repo, head) {
      await ask("branch");
      yield branches.leadingTo(head);
    },
    filesOf: async (_repo, sha) => {
      await ask("branch");
      return branches.filesOf(sha);
    },
    budget: () => null,
    requests: () => requests,
  };
}

/** By their last change, oldest first, as `sort=updated&direction=asc` has them. */
function listed(world: World, since: string | null, after: Issue | null): readonly Issue[] {
  // Times of issues are whole seconds, so what is past one has not reached the next.
  const from = since === null ? "" : secondAt(Math.ceil(Date.parse(since) / 1000) * 1000);
  return [...world.issues.values()]
    .filter((issue) => issue.updatedAt >= from && (after === null || compare(issue, after) > 0))
    .toSorted(compare);
}

function compare(one: Issue, other: Issue): number {
  if (one.updatedAt !== other.updatedAt) return one.updatedAt < other.updatedAt ? -1 : 1;
  return one.number - other.number;
}

function pageOf(issues: readonly Issue[], repo: string): IssuePage {
  return {
    issues: issues.map((issue) => summaryOf(issue, repo)),
    etag: issues.map(({ number, updatedAt }) => `${number}@${updatedAt}`).join(),
  };
}

function noIssue(): never {
  throw new Error("a full page has a last issue");
}

function secondAt(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function summaryOf(issue: Issue, repo: string): IssueSummary {
  return { ...listedIssue(issue, repo), isPullRequest: false, mergedAt: null };
}

function asListed({ isPullRequest: _, mergedAt: _at, ...listed }: IssueSummary): ListedIssue {
  return listed;
}

function listedIssue(issue: Issue, repo: string): ListedIssue {
  const { author, lines, edits: _edits, ...rest } = issue;
  return {
    ...rest,
    repo,
    url: `https://github.com/${repo}/issues/${issue.number}`,
    author: { login: author, bot: false },
    milestone: null,
    comments: lines.filter(({ kind }) => kind === "commented").length,
    blockers: 0,
  };
}

function factsOf(issue: Issue, { repo, login, permissionOf }: WorldForgeOptions): TaskFacts {
  const tagged: Record<string, { commentId: number; body: string }> = {};
  const permissions: Record<string, Permission> = { [issue.author]: permissionOf(issue.author) };
  for (const line of issue.lines) {
    const who = line.actor.login;
    permissions[who] ??= permissionOf(who);
    if (line.kind === "assigned") permissions[line.assignee] ??= permissionOf(line.assignee);
    if (line.kind === "labeled" && line.label.startsWith("owner:human:")) {
      const owner = line.label.slice("owner:human:".length);
      permissions[owner] ??= permissionOf(owner);
    }
    if (line.kind !== "commented") continue;
    const named = /^\/assign @(\S+)/m.exec(line.body)?.[1];
    if (named !== undefined) permissions[named] ??= permissionOf(named);
    const tag = who === login ? /^<!-- mission-control:([\w-]+) -->/.exec(line.body)?.[1] : null;
    if (typeof tag === "string") tagged[tag] ??= { commentId: line.commentId, body: line.body };
  }
  return {
    ...listedIssue(issue, repo),
    history: [...issue.lines],
    complete: true,
    deeds: [],
    permissions,
    pulls: [],
    blockedBy: [],
    parent: null,
    parts: [],
    tagged,
    settled: null,
  };
}

/** Returns the id of the comment, where it was one. */
function apply(write: Write, { world, login }: WorldForgeOptions): number | null {
  const { number } = write;
  if (!world.issues.has(number)) throw new OutsideError("Not Found", { status: 404 });
  switch (write.type) {
    case "update-issue":
      world.patch(login, number, write);
      return null;
    case "comment":
      if (write.commentId === null) return world.comment(login, number, write.body);
      world.editComment(number, write.commentId, write.body);
      return write.commentId;
    case "react":
      world.answer(number, write.commentId, write.content === "+1" ? "accepted" : "refused");
      return null;
    case "create-issue":
    case "link-part":
      throw new Error("nothing is split here");
  }
}
