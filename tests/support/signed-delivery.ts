import { createHmac, randomUUID } from "node:crypto";
import type { Delivery, LocalGitHub } from "../../src/local/github/index.ts";

/** A delivery to the App with this body, whatever it is, signed as GitHub signs it. */
export function signedDelivery({ app }: LocalGitHub, event: string, body: string): Delivery {
  const id = randomUUID();
  const signature = createHmac("sha256", app.webhookSecret).update(body).digest("hex");
  const headers = {
    "content-type": "application/json",
    "x-github-delivery": id,
    "x-github-event": event,
    "x-hub-signature-256": `sha256=${signature}`,
  };
  return { id, event, action: null, payload: parsed(body), body, headers };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
