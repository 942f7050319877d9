import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Local } from "./call.ts";
import { checker } from "./check.ts";
import { deleteIssue, transferIssue } from "./departures.ts";
import { startEmulator } from "./emulator.ts";
import { faultPlan } from "./faults.ts";
import { limitsOf } from "./limits.ts";
import { openApi } from "./openapi.ts";
import {
  appId,
  appKey,
  appSlug,
  castOf,
  createRepo,
  populate,
  seedOf,
  webhookSecret,
} from "./seed.ts";
import { frontServer, type FrontState } from "./server.ts";
import type { LocalGitHub, LocalGitHubOptions } from "./types.ts";
import { turns } from "./turns.ts";
import { rootLogin, tokenOf } from "./upstream.ts";
import { webhookQueue } from "./webhooks.ts";
import { appLogin, emptyWorld, findRepo, type Repo } from "./world.ts";

export type * from "./types.ts";

/**
 * A GitHub API on the loopback interface: `emulate` for what it does well, our own front for what it lacks. What it is asked
 * and what it says is held against GitHub's own description.
 */
export async function startLocalGitHub(options: LocalGitHubOptions): Promise<LocalGitHub> {
  const world = emptyWorld();
  Object.assign(world.features, options.features);
  const cast = castOf(options);
  const state: FrontState = {
    check: options.check ?? "enforce",
    checks: checker(options.reads),
    limits: limitsOf(options.limits),
    violations: [],
    log: [],
    hooks: new Set(),
    faults: faultPlan(),
    clock: { now: null },
  };
  let local: Local | null = null;
  const server = frontServer(() => {
    if (local === null) throw new Error("The local GitHub is still starting");
    return local;
  }, state);
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const { port } = address(server.address());
  const url = `http://127.0.0.1:${port}`;

  const privateKey = await appKey();
  const emulator = await startEmulator(seedOf(options, cast, privateKey), url);
  const installationOf = (owner: string): number =>
    cast.installations.get(owner.toLowerCase()) ?? 0;
  const webhooks = webhookQueue({
    url: options.app?.webhookUrl ?? null,
    secret: webhookSecret,
    appId,
    now: () => state.clock.now ?? Date.now(),
    installationOf,
  });
  await populate(world, emulator, options, cast);
  openApi();
  local = {
    url,
    world,
    emulator,
    webhooks,
    get limits() {
      return state.limits;
    },
    inTurn: turns(),
  };
  const started = local;
  function repoNamed(fullName: string): Repo {
    const [owner = "", name = ""] = fullName.split("/");
    const found = findRepo(world, owner, name);
    if (found === null) throw new Error(`There is no repository ${fullName}`);
    return found;
  }
  const [first] = options.users;

  return {
    url,
    app: {
      id: appId,
      slug: appSlug,
      login: appLogin,
      privateKey,
      webhookSecret,
      installationId: installationOf(options.repos[0]?.owner ?? ""),
    },
    token(login) {
      if (!world.users.has(login.toLowerCase()) || login === rootLogin)
        throw new Error(`There is no user ${login}`);
      return tokenOf(world.users.get(login.toLowerCase())?.login ?? login);
    },
    setPermission(repo, login, permission) {
      repoNamed(repo).permissions.set(login.toLowerCase(), permission);
    },
    createRepo: (repo) => createRepo(world, emulator, repo, state.clock.now),
    deleteIssue: (repo, number, login = first?.login ?? "") =>
      started.inTurn(async () => deleteIssue(started, login, repoNamed(repo), number)),
    transferIssue: (repo, number, toRepo, login = first?.login ?? "") =>
      started.inTurn(() => {
        const now = state.clock.now ?? Date.now();
        return transferIssue(started, now, login, repoNamed(repo), number, repoNamed(toRepo));
      }),
    setLimits(next) {
      state.limits = limitsOf(next ?? undefined);
    },
    setFeatures: (features) => void Object.assign(world.features, features),
    setWebhookUrl: (next) => webhooks.setUrl(next),
    setNow(ms) {
      state.clock.now = ms;
    },
    deliveries: webhooks,
    idle: webhooks.idle,
    requests: () => state.log.length,
    requestLog: () => state.log,
    violations: () => state.violations,
    onRequest(hook) {
      state.hooks.add(hook);
      return () => state.hooks.delete(hook);
    },
    faults: state.faults,
    async close() {
      webhooks.close();
      server.close();
      server.closeAllConnections();
      await emulator.close();
    },
  };
}

function address(value: AddressInfo | string | null): AddressInfo {
  if (value === null || typeof value === "string") throw new Error("The local GitHub has no port");
  return value;
}
