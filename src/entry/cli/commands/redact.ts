import { redactLines } from "../../../core/redaction/redact-lines.ts";
import { redactor } from "../../../core/redaction/redact.ts";
import type { CommandContext } from "../context.ts";
import type { Ended } from "../ended.ts";
import { secretsIn } from "../secrets.ts";

/** Standard input to standard output, as it comes, without secrets: known ones of the environment, and whatever looks like one. */
export async function redact({ env, io }: CommandContext): Promise<Ended> {
  const lines = redactLines(redactor({ known: secretsIn(env) }));
  for await (const piece of io.stdin()) io.out(lines.push(piece));
  io.out(lines.end());
  return { reason: "done", exitCode: 0, text: "", data: {}, isTold: true };
}
