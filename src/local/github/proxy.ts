import { forbidden, Refusal, type Answer, type Call, type Local } from "./call.ts";
import { passOn, parse, admit, rootLogin, tokenOf } from "./upstream.ts";
import { followed, synchronize } from "./heads.ts";
import { shape, type Json, type LabelJson, type PullJson } from "./json.ts";
import type { Permission } from "./types.ts";
import { appLogin, isAtLeast, permissionOf, type Repo } from "./world.ts";

/** What an operation that the emulator performs needs, where it is not `read` to look and `write` to change. */
const needs: Readonly<Record<string, Permission>> = {
  "repos/update": "admin",
  "repos/delete": "admin",
  "repos/add-collaborator": "admin",
  "repos/remove-collaborator": "admin",
  "repos/create-webhook": "admin",
  "repos/update-branch-protection": "admin",
  "issues/lock": "triage",
  "issues/unlock": "triage",
  "pulls/create-review-comment": "read",
};

/** Checks belong to Apps: a person's token may look at them only. */
const onlyApps: ReadonlySet<string> = new Set([
  "checks/create",
  "checks/update",
  "checks/create-suite",
]);

/** Passes a request on to the emulator as its true user. */
export async function proxy(
  call: Call & { readonly repo: Repo | null },
  local: Local,
): Promise<Answer> {
  const { operation, repo, who } = call;
  const isRead = operation.method === "GET";
  if (onlyApps.has(operation.id) && who.kind !== "installation") {
    throw new Refusal(403, "You must authenticate via a GitHub App.");
  }
  if (
    repo !== null &&
    !isRead &&
    !isAtLeast(permissionOf(repo, who.login), needs[operation.id] ?? "write")
  )
    throw forbidden();
  if (!isRead && repo === null && who.kind === "nobody")
    throw new Refusal(401, "Requires authentication");
  if (repo !== null && (!isRead || repo.isPrivate)) await admit(local, repo, who.login);
  const request = {
    method: operation.method,
    path: call.target,
    token: tokenFor(call),
    accept: call.accept,
    ...(call.rawBody === undefined ? {} : { body: call.rawBody }),
  };
  // Only a write may cause webhooks, and only it and a signed App request look at the time.
  const { reply, hooks } =
    isRead && who.kind !== "app"
      ? { reply: await local.emulator.read(request), hooks: [] }
      : await local.emulator.write(request, who.kind === "app" ? null : call.at);
  if (reply.status >= 400) throw refusalOf(reply.status, reply.text);
  if (repo !== null)
    for (const { event, payload } of hooks)
      passOn(local, { ...call, repo }, event, shape<Json>(payload));
  if (!reply.type.includes("json"))
    return { status: reply.status, text: reply.text, type: reply.type, foreign: true };
  const json =
    repo === null
      ? parse(local.world, reply.text)
      : await current(local, call, repo, parse(local.world, reply.text));
  if (repo !== null) note(call, repo, json);
  if (operation.id === "apps/create-installation-access-token") {
    const { token } = shape<{ token: string }>(json);
    local.world.tokens.set(token, { kind: "installation", login: appLogin, token });
  }
  return { status: reply.status, json, link: reply.link, foreign: true };
}

/** Pull requests show where their branches are now; pushes to those branches are told. */
async function current(local: Local, call: Call, repo: Repo, json: unknown): Promise<unknown> {
  switch (call.operation.id) {
    case "pulls/get":
      return followed(local, repo, shape<PullJson>(json));
    case "pulls/list":
      return Promise.all(
        shape<readonly PullJson[]>(json).map((pull) => followed(local, repo, pull)),
      );
    case "git/update-ref":
      await synchronize(local, call, repo, (call.params["ref"] ?? "").replace(/^heads\//, ""));
      return json;
    case "repos/create-or-update-file-contents":
    case "repos/delete-file":
      await synchronize(local, call, repo, String(call.body["branch"] ?? repo.json.default_branch));
      return json;
    default:
      return json;
  }
}

/** What the books keep of things that the emulator owns. */
function note({ operation, params }: Call, repo: Repo, json: unknown): void {
  switch (operation.id) {
    case "repos/update":
      repo.json = shape<Repo["json"]>(json);
      return;
    case "issues/create-label":
      return relabel(repo, "", shape<LabelJson>(json));
    case "issues/update-label":
      return relabel(repo, params["name"] ?? "", shape<LabelJson>(json));
    case "issues/delete-label":
      return relabel(repo, params["name"] ?? "", null);
  }
}

/** A label that is renamed or deleted is so on every issue that carries it. */
function relabel(repo: Repo, name: string, label: LabelJson | null): void {
  const key = name.toLowerCase();
  repo.labels.delete(key);
  if (label !== null) repo.labels.set(label.name.toLowerCase(), label.name);
  if (name === "") return;
  for (const thread of repo.threads.values()) {
    const labels = thread.issue.labels.flatMap((one) => {
      if (one.name.toLowerCase() !== key) return [one];
      return label === null ? [] : [label];
    });
    thread.issue = { ...thread.issue, labels };
  }
}

function tokenFor({ who, operation }: Call): string | null {
  if (who.kind === "app") return who.token;
  if (who.login !== null) return tokenOf(who.login);
  return operation.method === "GET" ? tokenOf(rootLogin) : null;
}

function refusalOf(status: number, text: string): Refusal {
  try {
    return new Refusal(status, shape<{ message: string }>(JSON.parse(text)).message);
  } catch {
    return new Refusal(status, text);
  }
}
