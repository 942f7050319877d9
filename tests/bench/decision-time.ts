import { reads } from "../../src/adapters/github/wire.ts";
import { startLocalGitHub } from "../../src/local/github/index.ts";
import { historyUsers, setStage } from "../support/history-cast.ts";
import { recordedHistories } from "../support/history.ts";
import { playHistory } from "../support/play-history.ts";
import { startAppUnderTest } from "./app-under-test.ts";
import { type Bench, percentile } from "./bench.ts";

/** Histories played before anything counts: the code is compiled and the connections stand. */
const warmUp = 8;
const counted = 72;

export const decisionTime: Bench = {
  name: "decision time",
  method: `The webhooks of ${counted} recorded histories, signed and sent over HTTP one at a time to the App in a process of its own, with GitHub's API over HTTP in another; every history has a repository of its own, whose policy is read too. Per delivery with a plan: the time from the request's arrival to the plan, without the time in which a request to GitHub was under way. Beside it, the time in which the App's event loop was at work at all, the cost of HTTP included. The first ${warmUp} histories warm up.`,
  async run() {
    const github = await startLocalGitHub({
      repos: [{ owner: "acme", name: "first" }],
      users: historyUsers,
      app: { slug: "mission-control" },
      reads,
    });
    const app = await startAppUnderTest("app", github);
    github.setWebhookUrl(app.url);
    try {
      let cold = 0;
      const histories = recordedHistories().slice(0, warmUp + counted);
      for (const [index, history] of histories.entries()) {
        if (index === warmUp) cold = app.decided.length;
        const repo = `acme/history-${index + 1}`;
        await setStage(github, repo);
        await playHistory(github, repo, history, async (deliveries) => {
          for (const delivery of deliveries) {
            const status = await github.deliveries.send(delivery);
            if (status !== 200) throw new Error(`${delivery.event} was answered ${status}`);
          }
        });
      }
      const samples = app.decided.slice(cold);
      const own = samples.map(({ ownMs }) => ownMs);
      const busy = samples.map(({ busyMs }) => busyMs);
      return [
        {
          name: `webhook → plan, p50 of ${own.length}`,
          value: percentile(own, 0.5),
          unit: "ms",
          bound: { kind: "at most", value: 5 },
        },
        {
          name: "webhook → plan, p99",
          value: percentile(own, 0.99),
          unit: "ms",
          bound: { kind: "at most", value: 25 },
        },
        { name: "webhook → plan, at work at all, p50", value: percentile(busy, 0.5), unit: "ms" },
        { name: "webhook → plan, at work at all, p99", value: percentile(busy, 0.99), unit: "ms" },
      ];
    } finally {
      await app.close();
      await github.close();
    }
  },
};
