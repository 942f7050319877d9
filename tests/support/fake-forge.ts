import type { HistoryEntry, LinkedPull, Part, TaskFacts } from "../../src/core/facts.ts";
import { haltLabel } from "../../src/core/lifecycle/labels.ts";
import type { Write } from "../../src/core/plan.ts";
import { splitIn } from "../../src/core/task/split.ts";
import { OutsideError } from "../../src/errors.ts";
import type { Forge, IssueSummary } from "../../src/ports.ts";
import type { FakeGitHub, FakeIssue, FakePull } from "./fake-github.ts";

export type FakeForgeOptions = {
  readonly login?: string;
  /** Whose reactions and tagged comments count as Mission Control's. */
  readonly engines?: readonly string[];
  /** Called before every request; may act on GitHub in the meantime, or throw as a process that dies would. */
  readonly before?: (request: {
    /** `task`: the whole of one task. */
    readonly type: "task" | "read" | "write";
    readonly write?: Write;
  }) => void;
};

export type FakeForge = Forge & {
  /** Everything written so far. */
  readonly writes: Write[];
};

/** The engine's hands on the fake GitHub, under one login. */
export function fakeForge(github: FakeGitHub, options: FakeForgeOptions = {}): FakeForge {
  const login = options.login ?? "mission-control[bot]";
  const engines = new Set([...(options.engines ?? []), login]);
  const writes: Write[] = [];
  let requests = 0;

  function request(type: "task" | "read" | "write", write?: Write): void {
    requests++;
    options.before?.(write === undefined ? { type } : { type, write });
  }

  function apply(write: Write): void {
    switch (write.type) {
      case "update-issue":
        return github.patch(login, write.number, write);
      case "comment":
        if (write.commentId === null) {
          github.act({ by: login, do: "comment", issue: write.number, body: write.body });
        } else {
          const { number, commentId, body } = write;
          github.act({ by: login, do: "edit-comment", issue: number, comment: commentId, body });
        }
        return;
      case "create-issue": {
        const { title, body, labels } = write;
        const { number } = github.file(login, { title, body, labels });
        request("write", write);
        return github.link(write.number, number);
      }
      case "link-part":
        return github.link(write.number, Number(write.part.split("#")[1]));
    }
  }

  return {
    writes,
    login: async () => login,
    readTask: async ({ number }) => {
      await Promise.resolve();
      request("task");
      const issue = github.issues.get(number);
      return issue === undefined ? null : factsOf(github, issue, engines);
    },
    editsOf: async ({ number }) => {
      await Promise.resolve();
      request("read");
      return github.issue(number).edits;
    },
    commentAsFiled: async (_repo, commentId) => {
      await Promise.resolve();
      request("read");
      return github.filed.get(commentId) ?? null;
    },
    permissionOf: async (_repo, one) => {
      await Promise.resolve();
      request("read");
      return github.permissions.get(one) ?? "none";
    },
    halts: async () => {
      await Promise.resolve();
      request("read");
      return [...github.issues.values()]
        .filter(({ state, labels }) => state === "open" && labels.includes(haltLabel))
        .map(({ number }) => ({ repo: github.repo, number }));
    },
    listIssues: async function* (_repo, since) {
      request("read");
      const issues = [...github.issues.values()]
        .filter((issue) => since === null || issue.updatedAt >= since)
        .map((issue) => summaryOf(github, issue, engines));
      yield { issues, etag: null };
    },
    peek: async ({ number }) => {
      await Promise.resolve();
      request("read");
      const issue = github.issues.get(number);
      return issue === undefined ? null : summaryOf(github, issue, engines);
    },
    commitsOn: absent,
    filesOf: absent,
    budget: () => null,
    tasksOfPull: async ({ number }) => {
      request("read");
      return github.pulls.get(number)?.closes ?? [];
    },
    apply: async (write) => {
      await Promise.resolve();
      request("write", write);
      writes.push(write);
      const silent = { commentId: null, at: null };
      if (write.type !== "react") {
        apply(write);
        return silent;
      }
      const [owner, repo] = github.repo.split("/");
      const { commentId, content } = write;
      await github.reactions.as(login)("POST /reactions", {
        owner,
        repo,
        comment_id: commentId,
        content,
      });
      return silent;
    },
    createIssue: async (_repo, { title, body, labels }) => {
      const { number } = github.file(login, { title, body, labels });
      return { number, url: urlOf(github, number) };
    },
    requests: () => requests,
    ensureLabels: absent,
    readFile: absent,
    listFiles: absent,
    head: absent,
    commit: absent,
    replaceBranch: absent,
  };
}

function absent(): never {
  throw new OutsideError("the fake GitHub holds no files");
}

function summaryOf(
  github: FakeGitHub,
  issue: FakeIssue,
  engines: ReadonlySet<string>,
): IssueSummary {
  return { ...factsOf(github, issue, engines), isPullRequest: false, mergedAt: null };
}

/** What a full reading of one issue gives. */
export function factsOf(
  github: FakeGitHub,
  issue: FakeIssue,
  engines: ReadonlySet<string>,
): TaskFacts {
  const answers = answersBy(github, engines);
  const tagged: Record<string, { commentId: number; body: string }> = {};
  for (const line of issue.lines) {
    if (line.kind !== "commented" || !engines.has(line.actor.login)) continue;
    const tag = /^<!-- mission-control:([\w-]+) -->/.exec(line.body)?.[1];
    if (tag !== undefined && tagged[tag] === undefined)
      tagged[tag] = { commentId: line.commentId, body: line.body };
  }
  return {
    repo: github.repo,
    number: issue.number,
    url: urlOf(github, issue.number),
    title: issue.title,
    body: issue.body,
    state: issue.state,
    stateReason: issue.stateReason,
    author: { login: issue.author, bot: issue.author.endsWith("[bot]") },
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
    comments: issue.lines.filter(({ kind }) => kind === "commented").length,
    blockers: 0,
    closedAt: issue.closedAt,
    labels: issue.labels,
    assignees: issue.assignees,
    milestone: null,
    history: issue.lines.map((line): HistoryEntry =>
      line.kind === "commented" ? { ...line, answer: answers.get(line.commentId) ?? "open" } : line,
    ),
    complete: true,
    deeds: [],
    permissions: Object.fromEntries(github.permissions),
    pulls: issue.pulls.map((number) => linked(github, number)).filter((pull) => pull !== null),
    blockedBy: [],
    parent: issue.parent === null ? null : `${github.repo}#${issue.parent}`,
    parts: partsOf(github, issue, engines),
    tagged,
    settled: null,
  };
}

function partsOf(
  github: FakeGitHub,
  { number, mentionedIn }: FakeIssue,
  engines: ReadonlySet<string>,
): readonly Part[] {
  return mentionedIn.flatMap((one) => {
    const part = github.issue(one);
    const split = engines.has(part.author) ? splitIn(part.body) : null;
    if (split === null || split.task !== `${github.repo}#${number}`) return [];
    return [{ id: `${github.repo}#${one}`, key: split.key, linked: part.parent === number }];
  });
}

function answersBy(
  github: FakeGitHub,
  engines: ReadonlySet<string>,
): ReadonlyMap<number, "claimed" | "accepted" | "refused"> {
  const found = new Map<number, "claimed" | "accepted" | "refused">();
  for (const { place, content, user } of github.reactions.rows()) {
    const id = Number(/ c(\d+)$/.exec(place)?.[1]);
    if (Number.isNaN(id) || !engines.has(user.login)) continue;
    if (content === "+1") found.set(id, "accepted");
    else if (content === "-1") found.set(id, "refused");
    else if (content === "eyes" && !found.has(id)) found.set(id, "claimed");
  }
  return found;
}

function linked(github: FakeGitHub, number: number): LinkedPull | null {
  const pull: FakePull | undefined = github.pulls.get(number);
  if (pull === undefined) return null;
  const { closes: _closes, ...rest } = pull;
  return {
    ...rest,
    url: `https://github.com/${github.repo}/pull/${number}`,
    merged: pull.mergedAt !== null,
  };
}

function urlOf(github: FakeGitHub, number: number): string {
  return `https://github.com/${github.repo}/issues/${number}`;
}
