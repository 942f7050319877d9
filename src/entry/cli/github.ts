import { Octokit } from "@octokit/rest";
import manifest from "../../../package.json" with { type: "json" };
import type { Requester } from "../../adapters/github/asking.ts";
import { patience, writePause } from "../../adapters/github/patience.ts";
import { githubForge } from "../../adapters/github/forge.ts";
import { loadPolicy } from "../../app/load-policy.ts";
import type { Policy } from "../../core/policy.ts";
import { UserError } from "../../errors.ts";
import type { Forge } from "../../ports.ts";
import { type Engine, openEngine } from "../engine.ts";
import { modelHostsOf } from "../model.ts";
import { type CommandContext, type CommonOptions, ReasonedError } from "./context.ts";
import type { Env } from "./io.ts";
import { findLocalRoom, type LocalRoom } from "./local-room.ts";
import { readPolicyFiles } from "./policy-files.ts";
import { repositoryOf } from "./repository.ts";

/** Where the commands go: a GitHub, a repository on it, and as whom. */
export type Access = {
  readonly repo: string;
  readonly apiUrl: string;
  readonly token: string | null;
  /** The local control room, when it is what is talked to. */
  readonly room: LocalRoom | null;
};

export type Reading = {
  readonly repo: string;
  readonly forge: Forge;
  readonly policy: Policy;
};

/** Finds out where to go: a token of the environment, else the local control room, else nobody's eyes. */
export async function accessOf(options: CommonOptions, context: CommandContext): Promise<Access> {
  const { env, io } = context;
  const token = env["GITHUB_TOKEN"] || env["GH_TOKEN"] || null;
  const apiUrl = options.apiUrl ?? env["GITHUB_API_URL"] ?? "";
  const room = token === null && apiUrl === "" ? await findLocalRoom(io.cwd) : null;
  const wanted = options.repo ?? env["GITHUB_REPOSITORY"] ?? room?.repo;
  if (room !== null && wanted === room.repo) {
    io.err(`using the local control room at ${room.url}`);
    return { repo: room.repo, apiUrl: room.apiUrl, token: room.token, room };
  }
  const repo = await repositoryOf(options.repo, env, io.cwd);
  return { repo, apiUrl: checkedUrl(apiUrl || "https://api.github.com"), token, room: null };
}

/** The engine, for commands that write. Throws UserError when there is no token. */
export async function engineOf(
  access: Access,
  options: CommonOptions,
  context: CommandContext,
): Promise<Engine> {
  if (access.token === null) throw missingToken();
  const login = loginOf(access.token, context.env);
  return await openEngine({
    request: requesterOf(access, context),
    repo: access.repo,
    ...(login === null ? {} : { login }),
    clock: context.clock,
    log: context.log,
    dryRun: options.dryRun === true,
    files: readPolicyFiles(options, context.io.cwd),
    model: { env: context.env, hosts: modelHostsOf(context.env) },
    onProgress: progress(context),
  });
}

/** For commands that only read: a public repository needs no token. */
export async function readingOf(
  access: Access,
  options: CommonOptions,
  context: CommandContext,
): Promise<Reading> {
  const { repo } = access;
  const forge = githubForge({
    request: requesterOf(access, context),
    trusted: [],
    clock: context.clock,
  });
  const files = readPolicyFiles(options, context.io.cwd);
  const policy = await loadPolicy(
    async (path) => files[path] ?? (await forge.readFile(repo, null, path)),
  );
  return { repo, forge, policy };
}

function missingToken(): UserError {
  return new ReasonedError(
    "no-token",
    "there is no token to write with: set GITHUB_TOKEN (`export GITHUB_TOKEN=$(gh auth token)`), " +
      "or start a local control room with `mission-control start`",
  );
}

/** A workflow's token may not ask who it is. */
function loginOf(token: string, env: Env): string | null {
  const isWorkflow = env["GITHUB_ACTIONS"] === "true" && token.startsWith("ghs_");
  return isWorkflow ? "github-actions[bot]" : null;
}

/** Octokit with the token; with a clock and a log it is patient too. */
export function requesterOf(
  { apiUrl, token }: Pick<Access, "apiUrl" | "token">,
  waiting?: Pick<CommandContext, "clock" | "log">,
): Requester {
  const silent = () => undefined;
  const octokit = new Octokit({
    baseUrl: apiUrl,
    userAgent: `mission-control/${manifest.version}`,
    // Failures come back as errors, and are told once, by us.
    log: { debug: silent, info: silent, warn: silent, error: silent },
    ...(token === null ? {} : { auth: token }),
  });
  if (waiting !== undefined)
    octokit.hook.wrap("request", patience({ ...waiting, writeEveryMs: writePause(apiUrl) }));
  return (route, parameters) => octokit.request(route, parameters);
}

function checkedUrl(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === "") {
    return text.replace(/\/+$/, "");
  }
  throw new UserError(
    `--api-url ${JSON.stringify(text)}: expected an http or https address, such as https://github.example.com/api/v3`,
  );
}

const progressEveryMs = 2000;

function progress({ io, clock }: CommandContext): (done: number, all: number) => void {
  let told = clock.now();
  return (done, all) => {
    if (clock.now() - told < progressEveryMs) return;
    told = clock.now();
    io.err(`${done} of ${all} tasks`);
  };
}
