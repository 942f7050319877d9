import type { Thread, World } from "../world.ts";
import { addressOf, repoAddress } from "./address.ts";
import { timelineOf } from "./entries.ts";
import { formOf } from "./form.ts";
import { document, type Page } from "./frame.ts";
import { markup, type Markup } from "./markup.ts";
import { labelsOf } from "./labels.ts";
import { plainText, timeOf } from "./text.ts";

/** Looks in a row that a page takes by itself after something was done, so that the App's answer is seen. */
export const looks = 3;

/** The page of an issue or pull request. */
export function threadPage(thread: Thread, world: World, query: URLSearchParams): Page {
  const { repo, issue } = thread;
  const speaker = query.get("as");
  const left = Math.min(looks, Math.max(0, Number(query.get("again")) || 0));
  const content = markup`<nav><a href="${repoAddress(repo)}">${repo.fullName}</a></nav>
    <main>
      <h1>${issue.title} <span>#${issue.number}</span></h1>
      <p><b>${stateOf(thread)}</b> ${labelsOf(issue)}</p>
      <p class="muted">${peopleOf(thread)}</p>
      <article class="box">
        <header><b>${issue.user.login}</b> ${timeOf(issue.created_at)}</header>
        ${plainText(issue.body ?? "")}
      </article>
      ${timelineOf(thread)}
      ${left === 0 ? null : markup`<p class="notice" role="status">Done. Looking for the App's answer …</p>`}
      ${formOf(thread, world, speaker)}
    </main>`;
  const next = left === 0 ? null : afterDeed(thread, speaker, left - 1);
  return document(200, `${issue.title} · #${issue.number}`, content, next);
}

/** Where a deed leads back to: the same speaker, the latest entry, and looks that are left. */
export function afterDeed(thread: Thread, speaker: string | null, left: number): string {
  const query = new URLSearchParams({
    ...(speaker === null ? {} : { as: speaker }),
    ...(left === 0 ? {} : { again: String(left) }),
  });
  return `${addressOf(thread)}?${query}#latest`;
}

function stateOf({ issue, isPull, merge, head }: Thread): string {
  if (!isPull) return issue.state;
  return `pull request of ${head ?? ""}, ${merge === null ? issue.state : "merged"}`;
}

function peopleOf({ issue }: Thread): Markup {
  const logins = issue.assignees.map(({ login }) => login).join(", ");
  const milestone = issue.milestone === null ? null : markup` · milestone ${issue.milestone.title}`;
  return markup`Assignees: ${logins === "" ? "nobody" : logins}${milestone}`;
}
