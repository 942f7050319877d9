import { UserError } from "../../errors.ts";
import type { Clock, Log } from "../../ports.ts";
import type { Reason } from "./ended.ts";
import type { Env, Io } from "./io.ts";

/** The options every command has; absent ones are undefined. */
export type CommonOptions = {
  readonly repo?: string;
  readonly config?: string;
  readonly agents?: string;
  readonly now?: string;
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly apiUrl?: string;
  readonly verbose?: boolean;
};

export type CommandContext = {
  readonly env: Env;
  readonly io: Io;
  readonly log: Log;
  readonly clock: Clock;
};

/** A `UserError` with a reason of its own for scripts. */
export class ReasonedError extends UserError {
  readonly reason: Reason;
  constructor(reason: Reason, message: string) {
    super(message);
    this.reason = reason;
  }
}
