/** A process of its own with the App in it, or an empty Probot app on the same server: what is measured shares no event loop. */
import { subscribe } from "node:diagnostics_channel";
import { performance } from "node:perf_hooks";
import { Probot } from "probot";
import { clockOf } from "../../src/entry/clock.ts";
import { serveApp } from "../../src/entry/probot/serve.ts";
import { webhookPath } from "../../src/entry/probot/webhooks.ts";
import { startHttp } from "../../src/entry/server/http.ts";
import type { AppAccess } from "./app-under-test.ts";

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const { kind, access }: { kind: "app" | "empty"; access: AppAccess } = JSON.parse(
  process.argv[2] ?? "",
);
const url = kind === "app" ? await startApp() : await startEmpty();
process.on("disconnect", () => process.exit());
process.send?.({ url });

/** Tells of each delivery, once a plan is decided for it, what passed since it arrived; they come one at a time. */
async function startApp(): Promise<string> {
  const waiting = measureWaiting();
  let arrival: {
    at: number;
    waited: number;
    loop: ReturnType<typeof performance.eventLoopUtilization>;
  } | null = null;
  subscribe("http.server.request.start", () => {
    arrival = {
      at: performance.now(),
      waited: waiting(),
      loop: performance.eventLoopUtilization(),
    };
  });
  const app = await serveApp({
    credentials: access,
    host: "127.0.0.1",
    port: 0,
    store: ":memory:",
    clock: clockOf(undefined),
    log: silent,
    channels: [],
    tickEveryMs: 0,
    onDecided: () => {
      if (arrival === null) return;
      const elapsed = performance.now() - arrival.at;
      const waited = waiting() - arrival.waited;
      process.send?.({
        ownMs: elapsed - waited,
        busyMs: performance.eventLoopUtilization(arrival.loop).active,
      });
      arrival = null;
    },
  });
  return `${app.url}${webhookPath}`;
}

/** Milliseconds so far in which at least one request to GitHub was under way, its body included. */
function measureWaiting(): () => number {
  const { fetch } = globalThis;
  let underWay = 0;
  let since = 0;
  let total = 0;
  globalThis.fetch = async (input, init) => {
    if (underWay++ === 0) since = performance.now();
    try {
      const response = await fetch(input, init);
      const body = await response.arrayBuffer();
      const { status, headers } = response;
      return new Response(body.byteLength === 0 ? null : body, { status, headers });
    } finally {
      if (--underWay === 0) total += performance.now() - since;
    }
  };
  return () => total + (underWay > 0 ? performance.now() - since : 0);
}

/** Probot's own middleware, as its documentation mounts it, around an application that does nothing. */
async function startEmpty(): Promise<string> {
  const { createNodeMiddleware } = await import("probot");
  const { appId, privateKey, webhookSecret, apiUrl } = access;
  const probot = new Probot({
    appId,
    privateKey,
    secret: webhookSecret,
    baseUrl: apiUrl,
    logLevel: "fatal",
  });
  const middleware = await createNodeMiddleware(() => {}, { probot, webhooksPath: webhookPath });
  const server = await startHttp({ host: "127.0.0.1", port: 0 }, silent, [
    async (request, response) => {
      await middleware(request, response);
      return true;
    },
  ]);
  return `${server.url}${webhookPath}`;
}
