import { inOrder } from "../events.ts";
import { shape, type UserJson } from "../json.ts";
import type { Comment, Entry, Reaction, Thread } from "../world.ts";
import { addressOf } from "./address.ts";
import { markup, type Markup } from "./markup.ts";
import { labelOf } from "./labels.ts";
import { plainText, timeOf } from "./text.ts";

/** What happened to an issue or pull request, the oldest first; the last one is marked as `latest`. */
export function timelineOf(thread: Thread): Markup {
  const entries = inOrder(thread.entries);
  const lines = entries.map((entry, index) => {
    const id = index === entries.length - 1 ? markup` id="latest"` : null;
    return markup`<li${id}>${entryOf(entry)}</li>\n`;
  });
  return markup`<ol>
    ${lines}
  </ol>`;
}

function entryOf(entry: Entry): Markup {
  switch (entry.kind) {
    case "comment":
      return commentOf(entry.comment);
    case "event":
      return eventOf(shape<EventJson>(entry.json), entry.at);
    case "reference": {
      const { issue } = entry.source;
      return line(
        entry.actor,
        markup`mentioned this in
          <a href="${addressOf(entry.source)}">#${issue.number} ${issue.title}</a>`,
        entry.at,
      );
    }
    case "review": {
      const { user, state, body } = shape<ReviewJson>(entry.json);
      const said =
        body === null || body === "" ? null : markup`<div class="box">${plainText(body)}</div>`;
      return markup`${line(user, markup`reviewed: ${state.toLowerCase().replaceAll("_", " ")}`, entry.at)}${said}`;
    }
  }
}

type ReviewJson = {
  readonly user: UserJson;
  readonly state: string;
  readonly body: string | null;
};
type EventJson = {
  readonly actor: UserJson | null;
  readonly event: string;
  readonly label?: { readonly name: string };
  readonly assignee?: UserJson;
  readonly milestone?: { readonly title: string };
  readonly rename?: { readonly from: string; readonly to: string };
  readonly state_reason?: string | null;
  readonly sub_issue?: { readonly number: number };
  readonly parent_issue?: { readonly number: number };
  readonly blocked_by?: { readonly number: number };
  readonly blocking?: { readonly number: number };
};

function eventOf(event: EventJson, at: string): Markup {
  return line(event.actor, deedOf(event), at);
}

function deedOf(entry: EventJson): Markup {
  const { event, label, assignee, milestone, rename, state_reason } = entry;
  if (event === "labeled" && label) return markup`put on ${labelOf(label.name)}`;
  if (event === "unlabeled" && label) return markup`took off ${labelOf(label.name)}`;
  if (event === "renamed" && rename)
    return markup`renamed it from “${rename.from}” to “${rename.to}”`;
  if (event === "closed" && state_reason === "not_planned")
    return markup`closed this as not planned`;
  if (event === "closed" || event === "reopened") return markup`${event} this`;
  const related = entry.sub_issue ?? entry.parent_issue ?? entry.blocked_by ?? entry.blocking;
  if (related !== undefined) return markup`${event.replaceAll("_", " ")} #${related.number}`;
  return markup`${event} ${assignee?.login ?? milestone?.title ?? ""}`;
}

function line(actor: UserJson | null, deed: Markup, at: string): Markup {
  return markup`<div class="event"><b>${actor?.login ?? "ghost"}</b> ${deed} ${timeOf(at)}</div>`;
}

function commentOf({ json, reactions }: Comment): Markup {
  const edited =
    json.updated_at === json.created_at ? null : markup` · edited ${timeOf(json.updated_at)}`;
  return markup`<article class="box">
    <header>
      <b>${json.user.login}</b> ${timeOf(json.created_at)}<span class="muted">${edited}</span>
    </header>
    ${plainText(json.body)}${reactionsOf(reactions)}
  </article>`;
}

const faces: Readonly<Record<string, string>> = {
  "+1": "👍",
  "-1": "👎",
  eyes: "👀",
  laugh: "😄",
  hooray: "🎉",
  confused: "😕",
  heart: "❤️",
  rocket: "🚀",
};

function reactionsOf(reactions: readonly Reaction[]): Markup | null {
  if (reactions.length === 0) return null;
  const shown = reactions.map(
    ({ content, user }) =>
      markup`<span class="label">${faces[content] ?? ""} ${content} by ${user.login}</span>`,
  );
  return markup`<div class="reactions">${shown}</div>`;
}
