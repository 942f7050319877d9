import { text as whole } from "node:stream/consumers";
import { isIncomplete } from "../../../app/outcome.ts";
import { isKnownEvent, receive } from "../../../app/receive.ts";
import { readJson } from "../../../core/documents/read-json.ts";
import { z } from "zod";
import type { CommandContext, CommonOptions } from "../context.ts";
import { ReasonedError } from "../context.ts";
import type { Ended, ExitCode } from "../ended.ts";
import { accessOf, engineOf } from "../github.ts";
import { outcomeLine, outcomeOf } from "../outcome-text.ts";
import { readText } from "../policy-files.ts";

export type ReceiveOptions = CommonOptions & {
  readonly event: string;
  readonly payload: string;
  readonly delivery?: string;
};

/** One webhook through the engine, as if GitHub had delivered it here. */
export async function receiveOne(options: ReceiveOptions, context: CommandContext): Promise<Ended> {
  const { event } = options;
  if (!isKnownEvent(event)) {
    throw new ReasonedError(
      "unknown-event",
      `--event ${event.slice(0, 60)}: GitHub sends no such event`,
    );
  }
  const payload = await readPayload(options.payload, context);
  const access = await accessOf(options, context);
  const engine = await engineOf(access, options, context);
  const delivery = { id: options.delivery ?? null, event, payload };
  const received = await receive(delivery, engine.receiving);
  const { ending, why } = received;
  return {
    reason: ending,
    exitCode: exitCodeOf(ending),
    text: [
      `${event}: ${ending}${why === "" ? "" : ` (${why})`}`,
      ...received.tasks.map(outcomeLine),
    ].join("\n"),
    data: {
      event,
      why,
      tasks: received.tasks.map(outcomeOf),
      dry_run: options.dryRun === true,
      requests: engine.requests(),
    },
  };
}

function exitCodeOf(ending: Parameters<typeof isIncomplete>[0]): ExitCode {
  if (ending === "bad-payload" || ending === "unknown-event") return 2;
  return isIncomplete(ending) ? 3 : 0;
}

async function readPayload(path: string, { io }: CommandContext): Promise<unknown> {
  const isStdin = path === "-";
  const text = isStdin ? await whole(io.stdin()) : readText(path, io.cwd);
  try {
    return JSON.parse(text);
  } catch {
    // Node's own message says where only now and then.
    const file = { path: isStdin ? "(standard input)" : path, text };
    const [finding] = readJson(file, z.unknown()).findings;
    throw new ReasonedError("bad-payload", `${finding?.path}: ${finding?.message}`);
  }
}
