import type { Data } from "../schema/data.ts";
import { drawBoard, watchWidth } from "./board.ts";
import { now, tickAges } from "./clock.ts";
import { byId, setText } from "./dom.ts";
import { ask } from "./feed.ts";
import { clearFilter, drawFilters, filter, startFilters } from "./filters.ts";
import { startInboxForm } from "./inbox-form.ts";
import { startKeys } from "./keys.ts";
import { drawPanels } from "./panels.ts";
import { drawSummary } from "./summary.ts";
import { startThemeButton } from "./theme-button.ts";
import { spellAge } from "./words.ts";
import { drawWorkstreams } from "./workstreams.ts";

/** Older than this and the page says that what it shows may be past. */
const staleAfterMs = seconds("mission-control-stale-after", 3600) * 1000;

/** Clocks may differ so far without a word about it. */
const aheadMs = 60_000;

let data: Data | null = null;
let lost: string | null = null;
let timer = 0;

function draw(): void {
  if (data === null) return;
  drawSummary(data);
  drawFilters(data);
  drawBoard(data, filter());
  drawWorkstreams(data);
  drawPanels(data);
}

function tellSignal(): void {
  tickAges();
  const age = data === null ? 0 : now() - Date.parse(data.generated_at);
  const isStale = age > staleAfterMs || age < -aheadMs;
  document.body.dataset["stale"] = String(isStale);
  document.body.dataset["link"] = lost === null ? "up" : "lost";
  const notice = byId("notice");
  const words = [
    age < -aheadMs ? `This is dated ${spellAge(-age)} ahead of the clock: its age is unknown.` : "",
    age > staleAfterMs ? `This is ${spellAge(age)} old: what it shows may be past.` : "",
    lost === null
      ? ""
      : data === null
        ? `No data: ${lost}.`
        : `Connection lost: ${lost}. Trying again.`,
  ].filter((part) => part !== "");
  notice.hidden = words.length === 0;
  setText(notice, words.join(" "));
}

async function poll(everyMs: number): Promise<void> {
  clearTimeout(timer);
  const answer = await ask();
  lost = answer.kind === "lost" ? answer.why : null;
  if (answer.kind === "new") {
    data = answer.data;
    draw();
    document.body.dataset["ready"] = "true";
  } else if (data === null) {
    document.body.dataset["ready"] = "error";
  }
  tellSignal();
  clearTimeout(timer);
  timer = setTimeout(() => void poll(everyMs), document.hidden ? everyMs * 10 : everyMs);
}

function seconds(name: string, otherwise: number): number {
  const given = Number(document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content);
  return given > 0 ? given : otherwise;
}

function start(): void {
  startFilters(draw);
  const { toggleTheme } = startThemeButton();
  startKeys({ toggleTheme, clearFilter: () => clearFilter(draw) });
  let everyMs = 30_000;
  const isLocal = startInboxForm(() => void poll(everyMs));
  everyMs = seconds("mission-control-poll", isLocal ? 2 : 30) * 1000;
  watchWidth(draw);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void poll(everyMs);
  });
  // Not every second: a page that never rests cannot be looked at twice alike, and nobody needs it.
  setInterval(tellSignal, 5000);
  void poll(everyMs);
}

start();
