import { Octokit } from "@octokit/rest";
import { patience } from "../../src/adapters/github/patience.ts";
import { reads } from "../../src/adapters/github/wire.ts";
import { tick, type TickContext, type Ticked } from "../../src/app/tick.ts";
import { type Engine, type EngineOptions, openEngine } from "../../src/entry/engine.ts";
import { lineLog } from "../../src/entry/log.ts";
import {
  type LocalGitHub,
  type LocalGitHubOptions,
  startLocalGitHub,
} from "../../src/local/github/index.ts";
import type { Clock } from "../../src/ports.ts";
import { askAs, type Loose } from "./ask-as.ts";

export const workflow = "github-actions[bot]";

/** The local GitHub on a clock that moves when somebody waits, or when it is told to. */
export type ClockedGitHub = {
  readonly github: LocalGitHub;
  readonly clock: Clock & {
    readonly advance: (ms: number) => void;
    /** Also back: repositories know nothing of each other. */
    readonly set: (ms: number) => void;
  };
};

/** Passes over one control room, each as a workflow makes it: a new process with a token and a patience of its own. */
export type GitHubStage = ClockedGitHub & {
  readonly repo: string;
  /** Every line of the log so far. */
  readonly lines: readonly string[];
  readonly engine: (over?: Partial<EngineOptions>) => Promise<Engine>;
  readonly pass: (over?: Partial<TickContext>) => Promise<Ticked>;
  /** A request of that login to `/repos/<repo><path>`. */
  readonly as: (login: string, method: string, path: string, body?: unknown) => Promise<Loose>;
};

export async function startClockedGitHub(
  options: Partial<LocalGitHubOptions> = {},
  start = Date.parse("2026-11-21T07:00:00Z"),
): Promise<ClockedGitHub> {
  let now = start;
  const github = await startLocalGitHub({
    repos: [{ owner: "acme", name: "first" }],
    users: [{ login: "ada" }, { login: "bob" }, { login: "eve" }],
    reads,
    ...options,
  });
  const set = (ms: number) => {
    now = ms;
    github.setNow(now);
  };
  const advance = (ms: number) => set(now + ms);
  const sleep = async (ms: number) => advance(ms);
  set(start);
  return { github, clock: { now: () => now, sleep, advance, set } };
}

let stages = 0;

/** A new repository where ada is admin, bob may write and eve is nobody, and a workflow that keeps to GitHub's limits. */
export async function newStage(
  room: ClockedGitHub,
  options: { readonly writeEveryMs?: number; readonly repo?: string } = {},
): Promise<GitHubStage> {
  const { github, clock } = room;
  const repo = options.repo ?? `acme/room-${++stages}`;
  const [owner = "", name = ""] = repo.split("/");
  await github.createRepo({ owner, name });
  github.setPermission(repo, "ada", "admin");
  github.setPermission(repo, "bob", "write");
  const lines: string[] = [];
  const log = lineLog("debug", "text", [], (line) => lines.push(line));
  const engine = (over: Partial<EngineOptions> = {}) =>
    openEngine({
      request: requester(room, log, options.writeEveryMs ?? 0),
      repo,
      login: workflow,
      clock,
      log,
      ...over,
    });
  return {
    ...room,
    repo,
    lines,
    engine,
    pass: async (over = {}) => {
      const { ticking } = await engine();
      return await tick({ ...ticking, random: () => 0.5, ...over });
    },
    as: (login, method, path, body) => askAs(github, login, method, `/repos/${repo}${path}`, body),
  };
}

function requester(
  { github, clock }: ClockedGitHub,
  log: EngineOptions["log"],
  writeEveryMs: number,
): EngineOptions["request"] {
  const quiet = () => undefined;
  const octokit = new Octokit({
    auth: github.token(workflow),
    baseUrl: github.url,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  octokit.hook.wrap("request", patience({ clock, log, writeEveryMs }));
  return (route, parameters) => octokit.request(route, parameters);
}

/** Commits files on the default branch, as ada does. */
export async function push(
  { as }: Pick<GitHubStage, "as">,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const standing = await as("ada", "GET", `/contents/${path}`).catch(() => null);
    await as("ada", "PUT", `/contents/${path}`, {
      message: `Write ${path}`,
      content: Buffer.from(text).toString("base64"),
      ...(standing === null ? {} : { sha: standing["sha"] }),
    });
  }
}
