import { Refusal } from "../call.ts";
import type { Json } from "../json.ts";
import type { Request } from "../request.ts";
import { tokenOf } from "../upstream.ts";
import type { Thread, World } from "../world.ts";
import { speakersOf } from "./form.ts";

export const deeds = ["comment", "label", "state"] as const;
export type Deed = (typeof deeds)[number];

/** The request to the API that a posted form stands for, with the token of whom it speaks for. */
export function requestOf(request: Request, world: World, thread: Thread, deed: Deed): Request {
  const form = formOf(request);
  const login = speakersOf(world).find((one) => one === form.get("login"));
  const who = login === undefined ? undefined : world.tokens.get(tokenOf(login));
  if (who === undefined) throw new Refusal(422, "Nobody of that name can speak here.");
  const issue = `/repos/${thread.repo.fullName}/issues/${thread.issue.number}`;
  const { method, path, rawBody } = callOf(deed, issue, form);
  // The browser's headers are not the API's: conditional requests and media types stay out.
  return {
    ...request,
    method,
    path,
    target: path,
    query: new URLSearchParams(),
    rawBody,
    who,
    headers: {},
  };
}

function callOf(
  deed: Deed,
  issue: string,
  form: URLSearchParams,
): { readonly method: string; readonly path: string; readonly rawBody: Json } {
  switch (deed) {
    case "comment":
      // Forms end lines as the network does; GitHub's API keeps what it gets.
      return {
        method: "POST",
        path: `${issue}/comments`,
        rawBody: { body: (form.get("body") ?? "").replaceAll("\r\n", "\n") },
      };
    case "label":
      return {
        method: "POST",
        path: `${issue}/labels`,
        rawBody: { labels: [form.get("label") ?? ""] },
      };
    case "state":
      return { method: "PATCH", path: issue, rawBody: stateOf(form.get("state")) };
  }
}

function stateOf(value: string | null): Json {
  if (value === "open") return { state: "open" };
  if (value === "completed" || value === "not_planned")
    return { state: "closed", state_reason: value };
  throw new Refusal(422, "The state is none of open, completed and not_planned.");
}

function formOf({ headers, rawBody }: Request): URLSearchParams {
  const type = headers["content-type"] ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded"))
    throw new Refusal(415, "A form is expected.");
  return new URLSearchParams(typeof rawBody === "string" ? rawBody : "");
}
