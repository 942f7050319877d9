import { Readable } from "node:stream";
import * as core from "@actions/core";
import type { Ended } from "../cli/ended.ts";
import { endedJson } from "../cli/ended.ts";
import { secretsIn } from "../cli/secrets.ts";
import { hider, lineLog } from "../log.ts";
import { annotationsOf } from "./annotations.ts";
import type { outputs } from "./inputs.ts";
import { runAction } from "./run.ts";
import { unheeded } from "./unheeded.ts";

/** GitHub takes 1 MiB of summary a step, and silently drops a larger one. */
const summaryLimit = 1_000_000;

const env = process.env;
const secrets = [
  ...secretsIn(env),
  ...secretsIn({ GITHUB_TOKEN: env["INPUT_TOKEN"] }),
  env["INPUT_TELEGRAM-TOKEN"] ?? "",
];
const hide = hider(secrets);
const stopping = new AbortController();
process.once("SIGTERM", () => stopping.abort());
process.once("SIGINT", () => stopping.abort());

const io = {
  out: (text: string) => core.info(unheeded(hide(text))),
  err: (line: string) => core.info(unheeded(hide(line))),
  stdin: () => Readable.from([]),
  cwd: process.cwd(),
  signal: stopping.signal,
};
const level = env["RUNNER_DEBUG"] === "1" ? "debug" : "info";
const ended = await runAction(env, io, lineLog(level, "text", secrets, io.err));
if (ended.text !== "") core.info(unheeded(hide(ended.text)));
const values = outputsOf(ended);
for (const [name, value] of Object.entries(values)) core.setOutput(name, hide(value));
if (env["GITHUB_STEP_SUMMARY"]) {
  await core.summary.addRaw(hide(ended.text).slice(0, summaryLimit), true).write();
}
for (const { message, isError, at } of annotationsOf(ended))
  (isError ? core.error : core.warning)(hide(message), at);
if (ended.exitCode !== 0) core.error(hide(`${ended.reason}: ${ended.text.split("\n")[0] ?? ""}`));
// A run that lost an effect never ends green.
process.exitCode = ended.exitCode;

function outputsOf(result: Ended): Record<keyof typeof outputs, string> {
  const { data } = result;
  const commit = data["commit"];
  return {
    result: endedJson(result),
    reason: result.reason,
    requests: String(data["requests"] ?? 0),
    commit:
      typeof commit === "object" && commit !== null && "sha" in commit ? String(commit.sha) : "",
    report: typeof data["path"] === "string" ? data["path"] : "",
  };
}
