import { reads } from "../../src/adapters/github/wire.ts";
import { type LocalGitHub, startLocalGitHub } from "../../src/local/github/index.ts";
import { askAs } from "../support/ask-as.ts";
import { webhookExamples } from "../support/webhook-examples.ts";
import { historyUsers, setStage } from "../support/history-cast.ts";
import { type AppUnderTest, startAppUnderTest } from "./app-under-test.ts";
import { type Bench, percentile } from "./bench.ts";
import { sendMany, signedWebhook, type Webhook } from "./signed-webhooks.ts";

const rounds = 11;
const deliveriesARound = 1500;
const deliveriesAtRest = 300;
const repo = "acme/steady";

export const throughput: Bench = {
  name: "throughput",
  method: `${rounds} rounds of ${deliveriesARound} signed deliveries over 16 kept connections, to the App and to an empty Probot app (Probot's own middleware, no handler), the order changing, each in a process of its own: stars, watches, pushes, comments on pull requests, and moves that Mission Control made itself. Medians, of the share too, which is taken round by round; one more round warms up. Then ${deliveriesAtRest} edits of a task at rest, which is read anew from GitHub for each.`,
  async run() {
    const github = await startLocalGitHub({
      repos: [{ owner: "acme", name: "first" }],
      users: historyUsers,
      app: { slug: "mission-control" },
      reads,
    });
    const app = await startAppUnderTest("app", github);
    const empty = await startAppUnderTest("empty", github);
    try {
      const webhooks = withoutEffect(github);
      const rates = { app: [] as number[], empty: [] as number[] };
      for (let round = 0; round <= rounds; round++) {
        // Who comes second finds a warmer machine, or a busier one.
        const order = round % 2 === 0 ? (["empty", "app"] as const) : (["app", "empty"] as const);
        for (const kind of order) {
          const rate = await oneRound(kind === "app" ? app : empty, webhooks);
          if (round > 0) rates[kind].push(rate);
        }
      }
      const shares = rates.app.map((rate, round) => (rate / (rates.empty[round] ?? rate)) * 100);
      const ours = percentile(rates.app, 0.5);
      const theirs = percentile(rates.empty, 0.5);
      return [
        {
          name: "deliveries without effect",
          value: ours,
          unit: "/s",
          against: { name: "empty Probot app", value: theirs },
        },
        {
          name: "… as a share of the empty app's",
          value: percentile(shares, 0.5),
          unit: "%",
          bound: { kind: "at least", value: 80 },
        },
        {
          name: "deliveries on a task at rest, read anew",
          value: await rateAtRest(github, app),
          unit: "/s",
        },
      ];
    } finally {
      await app.close();
      await empty.close();
      await github.close();
    }
  },
};

function oneRound({ url }: AppUnderTest, webhooks: readonly Webhook[]): Promise<number> {
  return sendMany(url, webhooks, deliveriesARound);
}

/** What most of a repository's deliveries are: none of them asks for anything. */
function withoutEffect({ app }: LocalGitHub): readonly Webhook[] {
  const own = { login: app.login, type: "Bot" };
  return [
    example("star"),
    example("watch"),
    example("push"),
    example("issue_comment", { issue: { number: 1, pull_request: {} } }),
    example("issues", { sender: own }),
  ].map(({ event, payload }) => signedWebhook(event, payload, app.webhookSecret));
}

function example(event: string, changes: Record<string, unknown> = {}) {
  const found = webhookExamples.find(({ name }) => name === event)?.examples[0];
  if (found === undefined) throw new Error(`there is no example of ${event}`);
  return { event, payload: { ...found, ...changes } };
}

async function rateAtRest(github: LocalGitHub, { url }: AppUnderTest): Promise<number> {
  await setStage(github, repo);
  github.setWebhookUrl(url);
  const issue = await askAs(github, "ben", "POST", `/repos/${repo}/issues`, {
    title: "A task at rest",
    body: "It waits.",
  });
  await github.idle();
  github.deliveries.pause();
  await askAs(github, "ben", "PATCH", `/repos/${repo}/issues/${Number(issue["number"])}`, {
    title: "A task that is at rest",
  });
  const [edit] = github.deliveries.take();
  if (edit === undefined) throw new Error("the edit made no delivery");
  const webhook = signedWebhook(edit.event, edit.payload, github.app.webhookSecret);
  await sendMany(url, [webhook], 50, 4);
  return await sendMany(url, [webhook], deliveriesAtRest, 4);
}
