import type { Ending } from "../../app/outcome.ts";
import type { ControlRoomResult } from "../../local/result.ts";

export type ExitCode = 0 | 1 | 2 | 3;

/** Why a command ended, from a closed list that scripts may rely on. */
export type Reason =
  | Ending
  | ControlRoomResult["reason"]
  | "findings"
  | "refused"
  | "could-not-judge"
  | "interrupted"
  | "bad-input"
  | "no-token"
  | "no-repository"
  | "missing-command"
  | "unknown-command"
  | "unknown-option"
  | "bad-arguments"
  | "fault";

/** The end of a command: `text` is the result for people, `data` the same for machines. */
export type Ended = {
  readonly reason: Reason;
  readonly exitCode: ExitCode;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The result has been printed already, by a command that went on running after it. */
  readonly isTold?: boolean;
};

/** What `--json` prints: always these three, then what the command found. */
export function endedJson({ reason, exitCode, data }: Ended): string {
  return JSON.stringify({ ok: exitCode === 0, reason, exit_code: exitCode, ...data }, null, 2);
}
