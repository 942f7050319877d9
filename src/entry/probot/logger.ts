import type { Probot } from "probot";
import type { Log } from "../../ports.ts";

type Logger = Probot["log"];

/** Probot wants a pino logger; ours has the same five verbs, with its lines where all our lines go. */
export function pinoLike(log: Log): Logger {
  const say =
    (level: keyof Log) =>
    (first: unknown, second?: unknown): void => {
      const message =
        typeof first === "string" ? first : typeof second === "string" ? second : messageOf(first);
      log[level](message.split("\n")[0] ?? "");
    };
  const logger = {
    level: "info",
    trace: () => undefined,
    debug: say("debug"),
    // What Probot has to say of each request and delivery is detail to us.
    info: say("debug"),
    warn: say("warn"),
    error: say("error"),
    fatal: say("error"),
    silent: () => undefined,
    child: () => logger,
  };
  return logger as unknown as Logger;
}

function messageOf(value: unknown): string {
  if (value instanceof AggregateError) return value.errors.map(messageOf).join("; ");
  if (value instanceof Error) return value.message;
  if (typeof value === "object" && value !== null && "err" in value) return messageOf(value.err);
  return String(value);
}
