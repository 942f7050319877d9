import { fork } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";
import type { LocalGitHub } from "../../src/local/github/index.ts";

export type AppAccess = {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly apiUrl: string;
};

/** Milliseconds from a delivery's arrival to its plan. */
const Decided = z.object({
  /** Without those in which GitHub was waited for. */
  ownMs: z.number(),
  /** In which the event loop was at work, HTTP to GitHub included. */
  busyMs: z.number(),
});
type Decided = z.infer<typeof Decided>;

export type AppUnderTest = {
  /** Where webhooks go. */
  readonly url: string;
  /** One for each delivery that a plan was decided for. */
  readonly decided: readonly Decided[];
  readonly close: () => Promise<void>;
};

const Message = z.union([z.object({ url: z.string() }), Decided]);

export function accessTo({ app, url }: LocalGitHub): AppAccess {
  return {
    appId: app.id,
    privateKey: app.privateKey,
    webhookSecret: app.webhookSecret,
    apiUrl: url,
  };
}

/** The App, or an empty Probot app, in a process of its own. */
export async function startAppUnderTest(
  kind: "app" | "empty",
  github: LocalGitHub,
): Promise<AppUnderTest> {
  const argument = JSON.stringify({ kind, access: accessTo(github) });
  const child = fork(new URL("app-process.ts", import.meta.url), [argument], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const decided: Decided[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    child.on("message", (message) => {
      const told = Message.parse(message);
      if ("url" in told) resolve(told.url);
      else decided.push(told);
    });
    child.once("exit", (code) => reject(new Error(`the ${kind} process ended with ${code}`)));
  });
  return {
    url,
    decided,
    close: async () => {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}
