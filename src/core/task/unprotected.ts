import type { Config, TaskState } from "../../schema/index.ts";

/** Takes the ids of tasks in protected projects out of a task: nothing of those is kept or shown. */
export function unprotected({
  projects,
}: Pick<Config, "projects">): (task: TaskState) => TaskState {
  const hidden = projects.flatMap(({ status, repo }) =>
    status === "protected" && repo !== undefined ? [`${repo.toLowerCase()}#`] : [],
  );
  if (hidden.length === 0) return (task) => task;
  const isShown = (id: string) => !hidden.some((repo) => id.toLowerCase().startsWith(repo));
  const shown = (id: string | null) => (id !== null && isShown(id) ? id : null);
  return (task) => ({
    ...task,
    depends: task.depends.filter(isShown),
    ...(task.elsewhere && { elsewhere: task.elsewhere.filter(({ id }) => isShown(id)) }),
    ...(task.unblocked && {
      unblocked: { ...task.unblocked, over: task.unblocked.over.filter(isShown) },
    }),
    ...(task.stuck_told && { stuck_told: task.stuck_told.filter(isShown) }),
    parent: shown(task.parent),
    parts: task.parts.filter(isShown),
    blocked: task.blocked === null ? null : { ...task.blocked, on: shown(task.blocked.on) },
  });
}
