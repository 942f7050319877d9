import type { Speaker } from "./speaker.ts";
import { instantAgo, type PlacedTask } from "./write-task.ts";

const blockStart = "```yaml\n";

/** Does on GitHub what makes a task contradict itself; `issue` is its path, `now` in milliseconds. */
export async function plant(
  speak: Speaker,
  issue: string,
  { planted }: PlacedTask,
  now: number,
): Promise<void> {
  if (planted === undefined) return;
  const { by, ago, does } = planted;
  const ask = (method: string, path: string, body?: unknown) =>
    speak(by, instantAgo(ago, now), method, path, body);
  switch (does.type) {
    case "label":
      await ask("POST", `${issue}/labels`, { labels: [does.label] });
      return;
    case "unlabel":
      await ask("DELETE", `${issue}/labels/${encodeURIComponent(does.label)}`);
      return;
    case "close":
      await ask("PATCH", issue, { state: "closed", state_reason: "completed" });
      return;
    case "write-in-block": {
      const body = bodyOf(await ask("GET", issue));
      await ask("PATCH", issue, { body: body.replace(blockStart, `${blockStart}${does.line}\n`) });
      return;
    }
    case "nothing":
      return;
  }
}

function bodyOf(issue: unknown): string {
  const has = typeof issue === "object" && issue !== null && "body" in issue;
  return has ? String(issue.body) : "";
}
