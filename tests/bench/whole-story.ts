import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Bench } from "./bench.ts";

export const wholeStory: Bench = {
  name: "whole story",
  method:
    "`npm start -- --once` on a prepared machine, from the start of the process to its end: the local GitHub, the fleet, two ticks, a task's whole life, the audit in a real browser, the report. The browser's share is the time of the audit.",
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "whole-story-"));
    const began = performance.now();
    const script = join(import.meta.dirname, "..", "..", "src", "entry", "setup.mjs");
    const child = spawn(process.execPath, [script, "start", "--once", "--json", "--port", "0"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const seconds = (performance.now() - began) / 1000;
    rmSync(folder, { recursive: true, force: true });
    const { reason }: { reason: string } = JSON.parse(out);
    if (reason !== "done") throw new Error(`the story ended with ${reason}`);
    const browser = timeOf(err, "Auditing");
    return [
      {
        name: "npm start -- --once",
        value: seconds,
        unit: "s",
        bound: { kind: "at most", value: 30 },
      },
      {
        name: "… of which the browser",
        value: browser,
        unit: "s",
        against: { name: "the whole", value: seconds },
      },
    ];
  },
};

/** Seconds from the step that begins so to the one after it, as the steps tell them. */
function timeOf(log: string, step: string): number {
  const steps = [...log.matchAll(/([\d.]+) s {2}(\w+)/g)].map(([, at, word]) => ({
    at: Number(at),
    word,
  }));
  const index = steps.findIndex(({ word }) => word === step);
  const [first, next] = [steps[index], steps[index + 1]];
  if (first === undefined || next === undefined) throw new Error(`no step begins with ${step}`);
  return next.at - first.at;
}
