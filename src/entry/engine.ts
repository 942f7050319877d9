import { type ReactionClaimsOptions, reactionClaims } from "../adapters/github-claims/claims.ts";
import type { Requester } from "../adapters/github/asking.ts";
import { githubForge } from "../adapters/github/forge.ts";
import { type LoadedPolicy, loadPolicy } from "../app/load-policy.ts";
import { governedBy } from "../app/governed.ts";
import { readDataBranch } from "../app/data-branch.ts";
import { questionsTo } from "../app/questions.ts";
import type { ReceiveContext } from "../app/receive.ts";
import type { TickContext, TickMemory } from "../app/tick.ts";
import type { Policy } from "../core/policy.ts";
import type { Channel, Claims, Clock, Forge, Log } from "../ports.ts";
import { Config } from "../schema/index.ts";
import { type ModelAccess, modelQuestion } from "./model.ts";

/** The engine on one repository, the same in every host. */
export type Engine = {
  /** The control room's own repository, which may be another than the one that was asked for. */
  readonly repo: string;
  readonly forge: Forge;
  readonly policy: Policy;
  readonly receiving: ReceiveContext;
  readonly ticking: TickContext;
  /** Requests to GitHub so far. */
  readonly requests: () => number;
};

export type EngineOptions = {
  readonly request: Requester;
  readonly repo: string;
  /** The login our writes carry; asked of GitHub when left out. */
  readonly login?: string;
  /** A store shared by all who run on this machine; without one, claims are reactions on GitHub. */
  readonly claims?: Claims;
  readonly channels?: readonly Channel[];
  /** Left out: no model is asked, whatever the configuration says. */
  readonly model?: ModelAccess;
  readonly memory?: TickMemory;
  readonly clock: Clock;
  readonly log: Log;
  readonly dryRun?: boolean;
  /** Files of policy to be read here instead of in the repository, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly onDecided?: (ms: number) => void;
  readonly onProgress?: (done: number, all: number) => void;
};

/** Reads the policy and puts the engine together. Throws UserError with every finding when the policy is wrong. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { repo, clock, log } = options;
  let requests = 0;
  const request: Requester = (route, parameters) => {
    requests += 1;
    return options.request(route, parameters);
  };
  const loginOption = options.login === undefined ? {} : { login: options.login };
  const reading = githubForge({ request, ...loginOption, trusted: [], clock });
  const login = await reading.login();
  const ownPolicy = await policyOf(reading, repo, options.files);
  const home = ownPolicy.config.control_room ?? repo;
  const loaded = home === repo ? ownPolicy : await policyOf(reading, home);
  if (loaded.findings.length > 0)
    log.error("the policy is broken: the last good one stays in force", {
      findings: loaded.findings,
    });
  const policy = withOwnLogin(loaded, login);
  const trusted = policy.config.engine.logins;
  const forge = githubForge({ request, login, trusted, clock });
  const claiming: ReactionClaimsOptions = { request, login, trusted, clock };
  const common = {
    forge,
    claims: options.claims ?? reactionClaims(claiming),
    clock,
    log,
    policy,
    dryRun: options.dryRun ?? false,
    ...modelQuestion(policy.config.triage.model, options.model, log),
    ...(options.onDecided === undefined ? {} : { onDecided: options.onDecided }),
  };
  const snapshot = async () => (await readDataBranch(forge, home, policy.config.data_branch)).state;
  return {
    repo: home,
    forge,
    policy,
    requests: () => requests,
    receiving: {
      ...common,
      repos: governedBy(policy.config, home),
      ...questionsTo(common, home, snapshot),
    },
    ticking: {
      ...common,
      repo: home,
      loaded,
      ...(options.memory === undefined ? {} : { memory: options.memory }),
      channels: options.channels ?? [],
      random: Math.random,
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    },
  };
}

/**
 * A bot trusts its own login alone, unless the configuration names others. A person's login is never Mission Control's,
 * whoever runs the command: then the hosts' usual logins are believed.
 */
function withOwnLogin(policy: Policy, login: string): Policy {
  const { config } = policy;
  const usual: readonly string[] = Config.parse({}).engine.logins;
  const isConfigured = config.engine.logins.join() !== usual.join();
  if (!login.endsWith("[bot]") || (isConfigured && config.engine.logins.includes(login)))
    return policy;
  const logins = isConfigured ? [...config.engine.logins, login] : [login];
  return { ...policy, config: { ...config, engine: { logins } } };
}

function policyOf(
  forge: Forge,
  repo: string,
  files: EngineOptions["files"] = {},
): Promise<LoadedPolicy> {
  return loadPolicy(
    async (path) => files[path] ?? (await forge.readFile(repo, null, path)),
    (branch, path) => forge.readFile(repo, branch, path),
  );
}
