import { Refusal, type Local, type RepoCall } from "./call.ts";
import type { EmulatorReply, EmulatorRequest } from "./emulator.ts";
import { shape, type Json, type PullJson } from "./json.ts";
import { atMerge } from "./threads.ts";
import type { Repo, World } from "./world.ts";

/** How handlers speak with the emulator: as the true user, who is admitted first, and with its answers mended. */

/** Personal token of the account that owns what organisations own. It never leaves this folder. */
export const rootLogin = "local-root";

export function tokenOf(login: string): string {
  return login.endsWith("[bot]")
    ? `ghs_local_${login.slice(0, -"[bot]".length)}`
    : `ghp_local_${login}`;
}

/** Of a call, what a write needs to know. */
export type Writer = Pick<RepoCall, "repo" | "who" | "at" | "params" | "body">;

/** Writes as the caller; a refusal of the emulator becomes one of ours. Webhooks of other events than issues are passed on. */
export async function write(
  local: Local,
  call: Writer,
  request: Omit<EmulatorRequest, "token">,
): Promise<unknown> {
  await admit(local, call.repo, call.who.login);
  const token = call.who.login === null ? null : tokenOf(call.who.login);
  const { reply, hooks } = await local.emulator.write({ ...request, token }, call.at);
  refuse(reply);
  for (const { event, payload } of hooks) passOn(local, call, event, shape<Json>(payload));
  return parse(local.world, reply.text) ?? null;
}

export async function read(
  local: Local,
  path: string,
  token = tokenOf(rootLogin),
): Promise<unknown> {
  const reply = await local.emulator.read({ method: "GET", path, token });
  refuse(reply);
  return parse(local.world, reply.text);
}

/** Lets a login that the front lets write also write at the emulator, whose own rules are not GitHub's. */
export async function admit(local: Local, repo: Repo, login: string | null): Promise<void> {
  if (login === null || repo.admitted.has(login)) return;
  if (login.toLowerCase() === repo.owner.toLowerCase()) return;
  const owner = local.world.users.has(repo.owner.toLowerCase()) ? repo.owner : rootLogin;
  const path = `/repos/${repo.fullName}/collaborators/${encodeURIComponent(login)}`;
  const { reply } = await local.emulator.write(
    { method: "PUT", path, token: tokenOf(owner), body: { permission: "admin" } },
    null,
  );
  refuse(reply);
  repo.admitted.add(login);
}

export function passOn(local: Local, call: Writer, event: string, payload: Json): void {
  const { action, repository, sender, installation, ...fields } = mended(local.world, payload);
  const login = call.who.login ?? "";
  const user = local.world.users.get(login.toLowerCase());
  if (user === undefined) return;
  const pull = shape<PullJson | undefined>(fields["pull_request"]);
  const thread = pull === undefined ? undefined : call.repo.threads.get(pull.number);
  const current = pull === undefined ? {} : { pull_request: atMerge(thread, pull) };
  const number = event === "pull_request" && pull !== undefined ? { number: pull.number } : {};
  const changes = action === "edited" ? editOf(event, call) : {};
  local.webhooks.emit(event, typeof action === "string" ? action : null, call.repo, user, {
    ...number,
    ...changes,
    ...fields,
    ...current,
  });
}

/** What was there before, which the emulator does not tell. */
function editOf(event: string, { repo, params, body }: Writer): Json {
  if (event === "pull_request") return { changes: {} };
  if (event !== "milestone") return {};
  const before = repo.milestones.get(Number(params["milestone_number"]));
  return { changes: changesOf(before, body) };
}

/** What a webhook says of an edit: the former values of what was asked to change. */
function changesOf(before: Json | undefined, body: Json): Json {
  const names = ["title", "description", "due_on"].filter(
    (name) => name in body && body[name] !== before?.[name],
  );
  return Object.fromEntries(names.map((name) => [name, { from: before?.[name] ?? "" }]));
}

function refuse(reply: EmulatorReply): void {
  if (reply.status < 400) return;
  const { message } = shape<{ message?: string }>(
    reply.type.includes("json") ? JSON.parse(reply.text) : {},
  );
  throw new Refusal(reply.status, message ?? reply.text);
}

/** An answer's JSON; undefined where there is none, as after a deletion. */
export function parse(world: World, text: string): unknown {
  if (text === "") return undefined;
  const value: unknown = JSON.parse(text);
  return text.includes("[bot]") ? mended(world, value) : value;
}

/** The emulator takes every seeded account for a person. */
function mended<T>(world: World, value: T): T {
  if (Array.isArray(value)) return shape<T>(value.map((item: unknown) => mended(world, item)));
  if (typeof value !== "object" || value === null) return value;
  const out: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) out[key] = mended(world, item);
  const login = out["login"];
  if (typeof login === "string" && "type" in out)
    out["type"] = world.users.get(login.toLowerCase())?.type ?? out["type"];
  return shape<T>(out);
}
