import { Octokit } from "@octokit/rest";
import type { Requester } from "../../src/adapters/github/asking.ts";
import { githubForge } from "../../src/adapters/github/forge.ts";
import { reads } from "../../src/adapters/github/wire.ts";
import { loadPolicy } from "../../src/app/load-policy.ts";
import { type Ticked, tick } from "../../src/app/tick.ts";
import { type LocalGitHub, startLocalGitHub } from "../../src/local/github/index.ts";
import { sampleFleetOptions, seedSampleFleet } from "../../src/local/sample-fleet/index.ts";
import type { Forge, Log } from "../../src/ports.ts";
import { handClock } from "../contract/clock.ts";
import { memoryClaims } from "./memory-claims.ts";

export type SampleRoom = {
  readonly github: LocalGitHub;
  /** GitHub as Mission Control sees it. */
  readonly octokit: Octokit;
  readonly forge: Forge;
  readonly tick: () => Promise<Ticked>;
};

const log: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The sample fleet on a local GitHub whose clock stands at `now` (milliseconds), before anything has judged it. */
export async function startSampleRoom(now: number): Promise<SampleRoom> {
  const { repo } = sampleFleetOptions;
  const github = await startLocalGitHub({ ...sampleFleetOptions, reads });
  github.setNow(now);
  await seedSampleFleet(github, now);
  const { login } = github.app;
  const octokit = new Octokit({ auth: github.token(login), baseUrl: github.url, log });
  const request: Requester = (route, parameters) => octokit.request(route, parameters);
  const clock = handClock(now);
  const forge = githubForge({ request, login, trusted: [login], clock });
  const claims = memoryClaims(clock.now);
  return {
    github,
    octokit,
    forge,
    tick: async () => {
      const policy = await loadPolicy((path) => forge.readFile(repo, null, path));
      const settings = { claims, clock, log, policy, dryRun: false, channels: [] };
      return await tick({ forge, repo, random: () => 0.5, ...settings });
    },
  };
}
