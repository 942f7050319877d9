import type { IncomingMessage } from "node:http";
import type { Delivery } from "../../app/receive.ts";
import { isKnownEvent } from "../../app/receive.ts";

export type Refusal = { readonly status: number; readonly reason: string; readonly error: string };
export type Intake =
  | {
      readonly kind: "delivery";
      readonly delivery: Delivery & { readonly id: string; readonly payload: object };
    }
  | ({ readonly kind: "refused" } & Refusal);

/** GitHub sends no payload over 25 MB. */
export const bodyLimit = 25_000_000;

type Verify = (body: string, signature: string) => Promise<boolean>;

/** A signed webhook of a known event, or the status that it is refused with. Nothing in a body is read before its signature. */
export async function takeIn(request: IncomingMessage, verify: Verify): Promise<Intake> {
  const { method = "", headers } = request;
  if (method !== "POST") return refused(405, "bad-method", "webhooks are sent with POST");
  if (!/^\s*application\/json\s*(;|$)/.test(headers["content-type"] ?? "")) {
    return refused(
      415,
      "bad-content-type",
      "expected application/json: set it on the App's settings page",
    );
  }
  const id = headerOf(request, "x-github-delivery");
  const event = headerOf(request, "x-github-event");
  const signature = headerOf(request, "x-hub-signature-256");
  if (id === "" || event === "")
    return refused(400, "missing-header", "X-GitHub-Delivery and X-GitHub-Event are needed");
  if (!isKnownEvent(event))
    return refused(400, "unknown-event", `GitHub sends no event "${event.slice(0, 60)}"`);
  if (signature === "")
    return refused(
      401,
      "bad-signature",
      "X-Hub-Signature-256 is needed: set the App's webhook secret",
    );
  const body = await bodyOf(request);
  if (body === null) return refused(413, "bad-payload", `the body is over ${bodyLimit} bytes`);
  if (body === "" || !(await verify(body, signature).catch(() => false))) {
    return refused(401, "bad-signature", "the body is not signed with the webhook secret");
  }
  const payload = objectOf(body);
  if (payload === null) return refused(400, "bad-payload", "the body is not a JSON object");
  return { kind: "delivery", delivery: { id, event, payload } };
}

function refused(status: number, reason: string, error: string): Intake {
  return { kind: "refused", status, reason, error };
}

function headerOf({ headers }: IncomingMessage, name: string): string {
  const value = headers[name];
  return typeof value === "string" ? value : "";
}

/** null: too much of it. What is over the limit is not kept. Events, not iteration: that costs a fifth of a delivery. */
function bodyOf(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers["content-length"] ?? 0) > bodyLimit) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= bodyLimit) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.once("error", reject);
    // Whoever hangs up in the middle gets no answer anyway.
    request.once("close", () => resolve(null));
    request.once("end", () => {
      if (size > bodyLimit) resolve(null);
      else
        resolve(
          chunks.length === 1 ? (chunks[0]?.toString() ?? "") : Buffer.concat(chunks).toString(),
        );
    });
  });
}

function objectOf(body: string): object | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
