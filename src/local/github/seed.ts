import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { SeedConfig } from "emulate";
import type { Emulator } from "./emulator.ts";
import { shape, type Json, type UserJson } from "./json.ts";
import type { LocalGitHubOptions } from "./types.ts";
import { rootLogin, tokenOf } from "./upstream.ts";
import { actionsLogin, appLogin, newRepo, type World } from "./world.ts";

export const appId = 4242;
export const appSlug = "mission-control";
export const webhookSecret = "local-webhook-secret";
const firstInstallation = 7001;

/** Events that the emulator itself reports; those of issues and their comments are made here. */
const emulatorEvents = [
  "pull_request",
  "pull_request_review",
  "check_run",
  "check_suite",
  "push",
  "label",
  "milestone",
];

let key: Promise<string> | null = null;

/** The App's private key, made once a process: that takes a while. */
export function appKey(): Promise<string> {
  key ??= promisify(generateKeyPair)("rsa", { modulusLength: 2048 }).then(({ privateKey }) =>
    privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  );
  return key;
}

export type Cast = {
  readonly logins: readonly string[];
  readonly bots: ReadonlySet<string>;
  readonly orgs: readonly string[];
  /** Every account that owns a repository has its installation of the App. */
  readonly installations: ReadonlyMap<string, number>;
};

export function castOf({ repos, users }: LocalGitHubOptions): Cast {
  const logins = [
    ...new Set([...users.map(({ login }) => login), rootLogin, appLogin, actionsLogin]),
  ];
  const people = new Set(logins.map((login) => login.toLowerCase()));
  const bots = new Set(
    users
      .filter(({ login, type }) => type === "Bot" || login.endsWith("[bot]"))
      .map(({ login }) => login),
  );
  const owners = [
    ...new Set([...repos.map(({ owner }) => owner), ...users.map(({ login }) => login)]),
  ];
  return {
    logins,
    bots: new Set([...bots, appLogin, actionsLogin]),
    orgs: [
      ...new Set(
        repos.map(({ owner }) => owner).filter((owner) => !people.has(owner.toLowerCase())),
      ),
    ],
    installations: new Map(
      owners.map((owner, index) => [owner.toLowerCase(), firstInstallation + index]),
    ),
  };
}

export function seedOf(options: LocalGitHubOptions, cast: Cast, privateKey: string): SeedConfig {
  const permissions = {
    metadata: "read",
    issues: "write",
    pull_requests: "write",
    contents: "write",
    checks: "write",
    statuses: "write",
    actions: "write",
    members: "read",
  };
  const names = new Map(options.users.map(({ login, name }) => [login, name ?? login]));
  return {
    tokens: Object.fromEntries(cast.logins.map((login) => [tokenOf(login), { login }])),
    github: {
      users: cast.logins.map((login) => ({ login, name: names.get(login) ?? login })),
      orgs: cast.orgs.map((login) => ({ login, members: [{ login: rootLogin, role: "admin" }] })),
      repos: options.repos.map(({ owner, name, private: isPrivate }) => ({
        owner,
        name,
        private: isPrivate ?? false,
      })),
      apps: [
        {
          app_id: appId,
          slug: appSlug,
          name: "Mission Control",
          private_key: privateKey,
          permissions,
          events: emulatorEvents,
          webhook_url: "http://front.invalid/",
          webhook_secret: webhookSecret,
          installations: [...cast.installations].map(([account, installation_id]) => ({
            account,
            installation_id,
          })),
        },
      ],
    },
  };
}

const simpleUserKeys = [
  "login",
  "id",
  "node_id",
  "avatar_url",
  "gravatar_id",
  "url",
  "html_url",
  "followers_url",
  "following_url",
  "gists_url",
  "starred_url",
  "subscriptions_url",
  "organizations_url",
  "repos_url",
  "events_url",
  "received_events_url",
  "site_admin",
] as const;

/** Puts what was seeded on the books. */
export async function populate(
  world: World,
  emulator: Emulator,
  options: LocalGitHubOptions,
  cast: Cast,
): Promise<void> {
  async function get(path: string): Promise<Json> {
    return shape<Json>(
      JSON.parse((await emulator.read({ method: "GET", path, token: tokenOf(rootLogin) })).text),
    );
  }
  for (const login of cast.logins) {
    const full = await get(`/users/${encodeURIComponent(login)}`);
    const simple = Object.fromEntries(simpleUserKeys.map((name) => [name, full[name]]));
    const type = cast.bots.has(login) ? "Bot" : "User";
    world.users.set(
      login.toLowerCase(),
      shape<UserJson>({ ...simple, type, user_view_type: "public" }),
    );
    const token = tokenOf(login);
    world.tokens.set(token, {
      kind: login === actionsLogin || login === appLogin ? "installation" : "user",
      login,
      token,
    });
  }
  for (const { owner, name } of options.repos) await addRepo(world, emulator, owner, name);
}

export async function addRepo(
  world: World,
  emulator: Emulator,
  owner: string,
  name: string,
): Promise<void> {
  const token = tokenOf(world.users.has(owner.toLowerCase()) ? owner : rootLogin);
  const reply = await emulator.read({ method: "GET", path: `/repos/${owner}/${name}`, token });
  world.repos.set(
    `${owner}/${name}`.toLowerCase(),
    newRepo(owner, name, JSON.parse(reply.text), world.features),
  );
}

export async function createRepo(
  world: World,
  emulator: Emulator,
  {
    owner,
    name,
    private: isPrivate,
  }: { readonly owner: string; readonly name: string; readonly private?: boolean },
  at: number | null,
): Promise<void> {
  const isUser = world.users.has(owner.toLowerCase());
  const path = isUser ? "/user/repos" : `/orgs/${owner}/repos`;
  const body = { name, private: isPrivate ?? false, auto_init: true };
  const { reply } = await emulator.write(
    { method: "POST", path, token: tokenOf(isUser ? owner : rootLogin), body },
    at,
  );
  if (reply.status !== 201)
    throw new Error(`The repository ${owner}/${name} cannot be made: ${reply.text}`);
  await addRepo(world, emulator, owner, name);
}
