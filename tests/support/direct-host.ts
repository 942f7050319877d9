import { Octokit } from "@octokit/rest";
import type { Requester } from "../../src/adapters/github/asking.ts";
import { githubForge } from "../../src/adapters/github/forge.ts";
import { loadPolicy } from "../../src/app/load-policy.ts";
import { receive, type Received } from "../../src/app/receive.ts";
import type { LocalGitHub } from "../../src/local/github/index.ts";
import type { Clock, Log } from "../../src/ports.ts";
import { historyFiles } from "./history-cast.ts";
import { memoryClaims } from "./memory-claims.ts";
import type { Host } from "./play-history.ts";

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The engine with nothing around it but GitHub's API over HTTP. */
export async function directHost(
  github: LocalGitHub,
  clock: Clock,
  onReceived: (received: Received) => void = () => {},
): Promise<Host> {
  const login = github.app.login;
  const octokit = new Octokit({ auth: github.token(login), baseUrl: github.url, log: silent });
  const request: Requester = (route, parameters) => octokit.request(route, parameters);
  const policy = await loadPolicy((path) => Promise.resolve(historyFiles[path] ?? null));
  const forge = githubForge({ request, login, trusted: policy.config.engine.logins, clock });
  const claims = memoryClaims(clock.now);
  const context = { forge, claims, clock, log: silent, policy, dryRun: false, repos: null };
  return {
    name: "engine",
    login,
    deliver: async ({ id, event, payload }) => {
      onReceived(await receive({ id, event, payload }, context));
    },
  };
}
