import type { Repo } from "../world.ts";
import { addressOf, repoAddress } from "./address.ts";
import { document, type Page } from "./frame.ts";
import { markup } from "./markup.ts";
import { labelsOf } from "./labels.ts";

/** The issues and pull requests of a repository, the newest first. */
export function listPage(repo: Repo, query: URLSearchParams): Page {
  const state = query.get("state") === "closed" ? "closed" : "open";
  const address = repoAddress(repo);
  const threads = [...repo.threads.values()]
    .filter(({ issue }) => issue.state === state)
    .toSorted((a, b) => b.issue.number - a.issue.number);
  const lines = threads.map(
    (thread) =>
      markup`<li class="event">
        <a href="${addressOf(thread)}">#${thread.issue.number} ${thread.issue.title}</a>
        ${labelsOf(thread.issue)}
      </li>`,
  );
  const content = markup`<nav>
      <a href="${address}">Open</a> · <a href="${address}?state=closed">Closed</a>
    </nav>
    <main>
      <h1>${repo.fullName} <span>${threads.length} ${state}</span></h1>
      <ul>
        ${lines}
      </ul>
    </main>`;
  return document(200, repo.fullName, content);
}
