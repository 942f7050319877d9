import { Refusal, type Answer, type Local } from "../call.ts";
import { shape } from "../json.ts";
import type { Request } from "../request.ts";
import { findRepo, isAtLeast, permissionOf, type Repo } from "../world.ts";
import { addressOf } from "./address.ts";
import { deeds, requestOf } from "./deed.ts";
import { document, seeOther, styleSheet, type Page } from "./frame.ts";
import { refusedBecause } from "./guard.ts";
import { markup } from "./markup.ts";
import { listPage } from "./list.ts";
import { stylePath } from "./style.ts";
import { afterDeed, looks, threadPage } from "./thread.ts";

export type { Page } from "./frame.ts";
/** Performs a request as if it had come to the API. */
export type Perform = (request: Request) => Promise<Answer>;

type Visit = { readonly request: Request; readonly local: Local; readonly perform: Perform };
type Place = { readonly repo: Repo; readonly number: number; readonly deed: string };
type Route = {
  readonly method: string;
  readonly path: RegExp;
  readonly page: (visit: Visit, place: Place) => Page | Promise<Page>;
};

/** The pages there are beside the API; everything else is held against GitHub's description of it. */
const routes: readonly Route[] = [
  { method: "GET", path: /^\/([^/]+)\/([^/]+)(?:\/issues|\/pulls)?$/, page: visitList },
  { method: "GET", path: /^\/([^/]+)\/([^/]+)\/(?:issues|pull)\/(\d+)$/, page: visitThread },
  {
    method: "POST",
    path: new RegExp(`^/([^/]+)/([^/]+)/issues/(\\d+)/(${deeds.join("|")})$`),
    page: doDeed,
  },
];

/** The page a browser asks for; null where it is none of ours. Clients of the API show a token, browsers do not. */
export async function pageFor(
  request: Request,
  local: Local,
  perform: Perform,
): Promise<Page | null> {
  const { method, path, headers } = request;
  if (headers.authorization !== undefined) return null;
  if (method === "GET" && path === stylePath) return styleSheet();
  for (const route of routes) {
    const [, owner = "", name = "", number = "", deed = ""] = route.path.exec(path) ?? [];
    const repo = findRepo(local.world, owner, name);
    if (route.method !== method || repo === null) continue;
    if (!isAtLeast(permissionOf(repo, null), "read")) continue;
    const reason = refusedBecause(request, local.url);
    if (reason !== null) return refusal(403, reason, null);
    return await route.page({ request, local, perform }, { repo, number: Number(number), deed });
  }
  return null;
}

function visitList({ request }: Visit, { repo }: Place): Page {
  return listPage(repo, request.query);
}

function visitThread({ request, local }: Visit, { repo, number }: Place): Page {
  const thread = repo.threads.get(number);
  if (thread === undefined)
    return refusal(404, `There is no #${number} in ${repo.fullName}.`, null);
  if (addressOf(thread).toLowerCase() !== request.path.toLowerCase())
    return seeOther(addressOf(thread));
  return threadPage(thread, local.world, request.query);
}

async function doDeed(
  { request, local, perform }: Visit,
  { repo, number, deed }: Place,
): Promise<Page> {
  const thread = repo.threads.get(number);
  const wanted = deeds.find((one) => one === deed);
  if (thread === undefined || wanted === undefined)
    return refusal(404, `There is no #${number} in ${repo.fullName}.`, null);
  try {
    const asked = requestOf(request, local.world, thread, wanted);
    const answer = await perform(asked);
    const login = asked.who.login ?? "";
    if (answer.status < 300) return seeOther(afterDeed(thread, login, looks));
    const { message } = shape<{ readonly message: string }>(answer.json);
    const rank = `${login} has the permission ${permissionOf(repo, login)} in ${repo.fullName}.`;
    const reason = answer.status === 403 ? `${message} ${rank}` : message;
    return refusal(answer.status, reason, afterDeed(thread, login, 0));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refusal(error.status, error.message, addressOf(thread));
  }
}

function refusal(status: number, reason: string, back: string | null): Page {
  const link = back === null ? null : markup`<p><a href="${back}">Back</a></p>`;
  return document(
    status,
    "Refused",
    markup`<main>
      <h1>Refused <span>${status}</span></h1>
      <p class="notice refused">${reason}</p>
      ${link}
    </main>`,
  );
}
