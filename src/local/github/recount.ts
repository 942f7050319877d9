import type { Repo } from "./world.ts";

/** What each milestone counts, after an issue or pull request came, went, closed or opened. The emulator leaves pull requests out. */
export function recount(repo: Repo): void {
  if (repo.milestones.size === 0) return;
  const open = new Map<number, number>();
  const closed = new Map<number, number>();
  for (const { issue } of repo.threads.values()) {
    if (issue.milestone === null) continue;
    const counts = issue.state === "open" ? open : closed;
    const { number } = issue.milestone;
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  for (const [number, milestone] of repo.milestones) {
    repo.milestones.set(number, {
      ...milestone,
      open_issues: open.get(number) ?? 0,
      closed_issues: closed.get(number) ?? 0,
    });
  }
}
