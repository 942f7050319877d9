import type { Config } from "../schema/index.ts";

/** The repositories under a control room: its own, then its active projects'. Paused and protected ones are left alone. */
export function governedBy(config: Config, home: string): readonly string[] {
  const active = config.projects.flatMap(({ status, repo }) =>
    status === "active" && repo !== undefined ? [repo] : [],
  );
  return [...new Set([home, ...active])];
}
