import { Octokit } from "@octokit/rest";
import type { Requester } from "../../src/adapters/github/asking.ts";
import { reactionClaims } from "../../src/adapters/github-claims/claims.ts";
import { githubForge } from "../../src/adapters/github/forge.ts";
import { loadPolicy } from "../../src/app/load-policy.ts";
import { receive, type Received } from "../../src/app/receive.ts";
import type { LocalGitHub } from "../../src/local/github/index.ts";
import type { Clock, Log } from "../../src/ports.ts";
import { historyFiles } from "./history-cast.ts";
import { memoryClaims } from "./memory-claims.ts";
import type { Host } from "./play-history.ts";

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export type DirectHostOptions = {
  readonly clock: Clock;
  /** `mission-control[bot]` when left out. */
  readonly login?: string;
  /** Claims by reaction, as where nothing is shared, in place of a store. */
  readonly claimsByReaction?: boolean;
  readonly onReceived?: (received: Received) => void;
};

/** The engine with nothing around it but GitHub's API over HTTP. */
export async function directHost(
  github: LocalGitHub,
  { clock, login = github.app.login, claimsByReaction = false, onReceived }: DirectHostOptions,
): Promise<Host> {
  const octokit = new Octokit({ auth: github.token(login), baseUrl: github.url, log: silent });
  const request: Requester = (route, parameters) => octokit.request(route, parameters);
  const policy = await loadPolicy((path) => Promise.resolve(historyFiles[path] ?? null));
  const asking = { request, login, trusted: policy.config.engine.logins, clock };
  const forge = githubForge(asking);
  const claims = claimsByReaction ? reactionClaims(asking) : memoryClaims(clock.now);
  const context = { forge, claims, clock, log: silent, policy, dryRun: false, repos: null };
  return {
    name: "engine",
    login,
    deliver: async ({ id, event, payload }) => {
      const received = await receive({ id, event, payload }, context);
      onReceived?.(received);
    },
  };
}
