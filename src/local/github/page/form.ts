import { rootLogin } from "../upstream.ts";
import { permissionOf, type Thread, type World } from "../world.ts";
import { repoAddress } from "./address.ts";
import { markup, type Markup } from "./markup.ts";
import { statusPrefix } from "./labels.ts";

/** Who may be spoken for: everybody who is not a bot, nor ours alone. */
export function speakersOf(world: World): readonly string[] {
  return [...world.users.values()]
    .filter(({ login, type }) => type === "User" && login !== rootLogin)
    .map(({ login }) => login);
}

/** One form with a button for each deed, so that who speaks is chosen once. */
export function formOf(thread: Thread, world: World, speaker: string | null): Markup {
  const { repo, issue } = thread;
  // Where a form goes is the issue's address, for a pull request too.
  const base = `${repoAddress(repo)}/issues/${issue.number}`;
  const speakers = speakersOf(world).map(
    (login) =>
      markup`<option value="${login}"${login === speaker ? markup` selected` : null}>${login} (${permissionOf(repo, login)})</option>`,
  );
  const standing = new Set(issue.labels.map(({ name }) => name));
  const statuses = [...repo.labels.values()]
    .filter((name) => name.startsWith(statusPrefix) && !standing.has(name))
    .map((name) => markup`<option>${name}</option>`);
  const label =
    statuses.length === 0
      ? null
      : markup`<div>
          <label>Status label <select name="label">${statuses}</select></label>
          <button formaction="${base}/label" formnovalidate>Put on</button>
        </div>`;
  return markup`<form class="box" method="post" action="${base}/comment" id="speak">
    <div>
      <label>Speak as <select name="login">${speakers}</select></label>
    </div>
    <label>
      Comment
      <span class="muted">such as /help, /plan or /assign atlas output="…" review="…"</span>
      <textarea name="body" required></textarea>
    </label>
    <div><button>Comment</button></div>
    ${label}
    <div>${stateButtons(thread, base)}</div>
  </form>`;
}

function stateButtons({ issue }: Thread, base: string): Markup {
  if (issue.state === "closed") return stateButton(base, "open", "Reopen");
  return markup`${stateButton(base, "completed", "Close as completed")}
  ${stateButton(base, "not_planned", "Close as not planned")}`;
}

function stateButton(base: string, value: string, text: string): Markup {
  return markup`<button formaction="${base}/state" formnovalidate name="state" value="${value}">${text}</button>`;
}
