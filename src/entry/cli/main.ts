/** The process around the command line: streams, signals, exit code. */
import { runCli } from "./run.ts";

const stop = new AbortController();
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.on(signal, () => {
    // Asked twice, we go at once.
    if (stop.signal.aborted) process.exit(code);
    stop.abort();
  });
}
// Whoever reads our output may stop reading: `mission-control events | head`.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

process.exitCode = await runCli(process.argv.slice(2), process.env, {
  out: (written) => process.stdout.write(written),
  err: (line) => process.stderr.write(`${line}\n`),
  stdin: () => process.stdin.setEncoding("utf8"),
  cwd: process.cwd(),
  signal: stop.signal,
});
// What was cut off must not keep us here, and what was written must still get out.
if (stop.signal.aborted) process.stdout.write("", () => process.exit());
