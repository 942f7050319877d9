/** Whether it has a name that GitHub gives a default branch, now or before: what others push there is no news. */
export function isDefaultBranch(branch: string): boolean {
  return branch === "main" || branch === "master";
}
