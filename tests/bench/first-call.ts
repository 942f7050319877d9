import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleAction } from "../../src/build/bundle-action.ts";
import { type Bench, percentile } from "./bench.ts";

const runs = 15;

export const firstCall: Bench = {
  name: "first call",
  method: `The bundled Action is started ${runs} times for an event, with the Node of this machine, as a runner starts it; from just before the process is started to the first request that reaches GitHub's API. Median, and the worst.`,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "first-call-"));
    try {
      await bundleAction(join(folder, "action"));
      const payload = join(folder, "event.json");
      const issue = { number: 1 };
      const repository = { full_name: "acme/control" };
      writeFileSync(
        payload,
        JSON.stringify({ action: "opened", issue, repository, sender: { login: "ben" } }),
      );
      const times: number[] = [];
      for (let run = 0; run < runs; run++) times.push(await timeToFirstCall(folder, payload));
      return [
        {
          name: `process start → first call, median of ${runs}`,
          value: percentile(times, 0.5),
          unit: "ms",
          bound: { kind: "at most", value: 200 },
        },
        { name: "process start → first call, worst", value: percentile(times, 1), unit: "ms" },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** The server answers 404 to all, so that the run ends soon. */
async function timeToFirstCall(folder: string, payload: string): Promise<number> {
  let called: (at: number) => void = () => undefined;
  const first = new Promise<number>((resolve) => {
    called = resolve;
  });
  const server = createServer((_request, response) => {
    called(performance.now());
    response.writeHead(404, { "content-type": "application/json" }).end('{"message":"Not Found"}');
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const began = performance.now();
  const child = spawn(process.execPath, [join(folder, "action", "index.js")], {
    stdio: "ignore",
    env: {
      INPUT_COMMAND: "receive",
      INPUT_TOKEN: "ghs_0123456789",
      "INPUT_API-URL": `http://127.0.0.1:${port}`,
      GITHUB_ACTIONS: "true",
      GITHUB_REPOSITORY: "acme/control",
      GITHUB_EVENT_NAME: "issues",
      GITHUB_EVENT_PATH: payload,
    },
  });
  const ended = once(child, "exit").then(() => {
    throw new Error("the Action ended without a call");
  });
  ended.catch(() => undefined);
  const at = await Promise.race([first, ended]);
  child.kill();
  await once(child, "close").catch(() => undefined);
  server.close();
  server.closeAllConnections();
  return at - began;
}
