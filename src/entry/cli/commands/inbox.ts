import { text as whole } from "node:stream/consumers";
import { fileInboxItem, splitText } from "../../../app/inbox.ts";
import { isIncomplete, type TaskOutcome } from "../../../app/outcome.ts";
import { settle } from "../../../app/settle.ts";
import type { Engine } from "../../engine.ts";
import type { CommandContext, CommonOptions } from "../context.ts";
import type { Ended } from "../ended.ts";
import { accessOf, engineOf } from "../github.ts";
import { outcomeLine, outcomeOf } from "../outcome-text.ts";

/** Files an inbox item and, where nobody else would be woken by it, brings it to rest at once. */
export async function inbox(
  words: readonly string[],
  options: CommonOptions,
  context: CommandContext,
): Promise<Ended> {
  const isStdin = words.length === 1 && words[0] === "-";
  const text = isStdin ? await whole(context.io.stdin()) : words.join(" ");
  const { title, body } = splitText(text);
  const access = await accessOf(options, context);
  if (options.dryRun === true) {
    return {
      reason: "planned",
      exitCode: 0,
      text: `would file in ${access.repo}: ${title}`,
      data: { dry_run: true, repo: access.repo, title, body },
    };
  }
  const engine = await engineOf(access, options, context);
  const filed = await fileInboxItem({ forge: engine.forge, repo: access.repo, text });
  const settled = await settleOwn(engine, filed.number);
  const left = settled !== null && isIncomplete(settled.ending);
  return {
    reason: left ? "incomplete" : "done",
    exitCode: left ? 3 : 0,
    text: [
      `filed #${filed.number}: ${filed.url}`,
      ...(settled === null ? [] : [outcomeLine(settled)]),
    ].join("\n"),
    data: {
      repo: access.repo,
      ...filed,
      task: settled === null ? null : outcomeOf(settled),
      requests: engine.requests(),
    },
  };
}

/**
 * What Mission Control itself files wakes no workflow, so it is settled here. What a person files wakes the App or the
 * workflow, and a person's moves are a person's: null.
 */
async function settleOwn(engine: Engine, number: number): Promise<TaskOutcome | null> {
  const login = (await engine.forge.login()).toLowerCase();
  const own = engine.policy.config.engine.logins.some((one) => one.toLowerCase() === login);
  if (!own) return null;
  const { last: _last, ...outcome } = await settle({ repo: engine.repo, number }, engine.receiving);
  return outcome;
}
