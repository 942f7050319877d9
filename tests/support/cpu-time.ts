/** What the processor has to do for it, in milliseconds: what else the machine does meanwhile is not counted. */
export function cpuTimeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
