import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";

export type Webhook = { readonly event: string; readonly body: string; readonly signature: string };

export function signedWebhook(event: string, payload: unknown, secret: string): Webhook {
  const body = JSON.stringify(payload);
  return {
    event,
    body,
    signature: `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  };
}

let sent = 0;

/** Sends `count` deliveries, each with an id of its own, `atOnce` on as many open connections. Returns how many a second. */
export async function sendMany(
  url: string,
  webhooks: readonly Webhook[],
  count: number,
  atOnce = 16,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  let next = 0;
  const sender = async (): Promise<void> => {
    for (let turn = next++; turn < count; turn = next++) {
      const webhook = webhooks[turn % webhooks.length];
      if (webhook !== undefined) await send(url, webhook, agent);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, sender));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  return count / seconds;
}

function send(url: string, { event, body, signature }: Webhook, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "x-github-event": event,
      "x-github-delivery": `bench-${++sent}`,
      "x-hub-signature-256": signature,
    };
    const asking = request(url, { method: "POST", headers, agent }, (response) => {
      response.resume();
      response.once("end", () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${event} was answered ${response.statusCode}`));
      });
    });
    asking.once("error", reject);
    asking.end(body);
  });
}
