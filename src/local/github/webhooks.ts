import { createHmac, randomUUID } from "node:crypto";
import type { Json, UserJson } from "./json.ts";
import type { Delivery, DeliveryRecord, LocalGitHub } from "./types.ts";
import { nodeId, timeText, type Repo } from "./world.ts";

export type Webhooks = {
  readonly emit: (
    event: string,
    action: string | null,
    repo: Repo,
    sender: UserJson,
    fields: Json,
  ) => void;
  /** Queues a delivery that was sent once more; false when it is no longer known. */
  readonly again: (id: string) => boolean;
  readonly setUrl: (url: string | null) => void;
  readonly idle: () => Promise<void>;
  readonly close: () => void;
} & LocalGitHub["deliveries"];

type WebhookOptions = {
  readonly url: string | null;
  readonly secret: string;
  readonly appId: number;
  readonly now: () => number;
  readonly installationOf: (owner: string) => number;
};

/** GitHub waits ten seconds for an answer and sends several at once, in no promised order. */
const timeoutMs = 10_000;
const atOnce = 4;
const kept = 1000;

/** Builds, signs, queues and sends the deliveries of the App's webhook. */
export function webhookQueue(options: WebhookOptions): Webhooks {
  let url = options.url;
  let isPaused = false;
  let isClosed = false;
  let underWay = 0;
  const queue: Delivery[] = [];
  const log: DeliveryRecord[] = [];
  const sent = new Map<string, Delivery>();
  let waiting: (() => void)[] = [];

  function settle(): void {
    if (underWay > 0 || (queue.length > 0 && !isPaused)) return;
    const done = waiting;
    waiting = [];
    for (const resolve of done) resolve();
  }

  function pump(): void {
    while (!isPaused && !isClosed && underWay < atOnce) {
      const delivery = queue.shift();
      if (delivery === undefined) break;
      underWay += 1;
      void send(delivery).finally(() => {
        underWay -= 1;
        pump();
      });
    }
    settle();
  }

  async function send(delivery: Delivery): Promise<number> {
    sent.set(delivery.id, delivery);
    // GitHub keeps them for three days; here the newest are enough.
    if (sent.size > kept) sent.delete(sent.keys().next().value ?? "");
    const status = await post(url, delivery);
    const { id, event, action } = delivery;
    log.push({ id, event, action, status, at: timeText(options.now()) });
    return status;
  }

  return {
    emit(event, action, repo, sender, fields) {
      if (isClosed || (url === null && !isPaused)) return;
      const installationId = options.installationOf(repo.owner);
      const payload = {
        ...(action === null ? {} : { action }),
        ...fields,
        repository: repo.json,
        sender,
        installation: { id: installationId, node_id: nodeId("MDIz", installationId) },
      };
      queue.push(signed(event, action, payload, options));
      pump();
    },
    again(id) {
      const delivery = sent.get(id);
      if (delivery !== undefined) queue.push(delivery);
      pump();
      return delivery !== undefined;
    },
    setUrl(next) {
      url = next;
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      pump();
    },
    take: () => queue.splice(0),
    send,
    log: () => log,
    idle: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        settle();
      }),
    close() {
      isClosed = true;
      queue.length = 0;
    },
  };
}

function signed(
  event: string,
  action: string | null,
  payload: unknown,
  options: WebhookOptions,
): Delivery {
  const id = randomUUID();
  const body = JSON.stringify(payload);
  const signature = createHmac("sha256", options.secret).update(body).digest("hex");
  const headers = {
    "content-type": "application/json",
    "user-agent": "GitHub-Hookshot/local",
    "x-github-delivery": id,
    "x-github-event": event,
    "x-github-hook-installation-target-id": String(options.appId),
    "x-github-hook-installation-target-type": "integration",
    "x-hub-signature-256": `sha256=${signature}`,
  };
  return { id, event, action, payload: JSON.parse(body), body, headers };
}

async function post(url: string | null, { headers, body }: Delivery): Promise<number> {
  if (url === null) return 0;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    // Like GitHub, which notes a failed delivery and sends it no second time.
    return 0;
  }
}
