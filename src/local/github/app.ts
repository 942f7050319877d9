import { Refusal, type Answer, type AnyCall, type Local } from "./call.ts";
import { proxy } from "./proxy.ts";

/** An App's installation is nobody's account, so GitHub does not say who it is. */
export function getAuthenticated(call: AnyCall, local: Local): Promise<Answer> {
  if (call.who.kind === "nobody") throw new Refusal(401, "Requires authentication");
  if (call.who.kind !== "user") throw new Refusal(403, "Resource not accessible by integration");
  return proxy(call, local);
}

/** What was sent to the App's webhook, newest first; a page goes on after the `cursor` of the one before. */
export async function listDeliveries(call: AnyCall, local: Local): Promise<Answer> {
  await mustBeApp(call, local);
  const perPage = Math.min(100, Number(call.query.get("per_page") ?? 30));
  const cursor = Number(call.query.get("cursor") ?? Number.POSITIVE_INFINITY);
  const log = local.webhooks.log();
  const all = log.map((record, index) => ({ record, id: index + 1 })).toReversed();
  const older = all.filter(({ id }) => id < cursor);
  const page = older.slice(0, perPage);
  const json = page.map(({ record, id }) => ({
    id,
    guid: record.id,
    delivered_at: record.at,
    redelivery: false,
    duration: 0,
    status: record.status >= 200 && record.status < 300 ? "OK" : "failed to connect to host",
    status_code: record.status,
    event: record.event,
    action: record.action,
    installation_id: null,
    repository_id: null,
  }));
  const last = page.at(-1);
  const isLast = last === undefined || older.length === page.length;
  const next = `${local.url}/app/hook/deliveries?per_page=${perPage}&cursor=${last?.id}`;
  return { status: 200, json, link: isLast ? null : `<${next}>; rel="next"` };
}

/** Sends once more, under the same delivery id. */
export async function redeliver(call: AnyCall, local: Local): Promise<Answer> {
  await mustBeApp(call, local);
  const record = local.webhooks.log()[Number(call.params["delivery_id"]) - 1];
  if (record === undefined || !local.webhooks.again(record.id)) throw new Refusal(404, "Not Found");
  return { status: 202, json: {} };
}

/** The emulator knows the App's key, and so whether its signature is good. */
async function mustBeApp({ who }: AnyCall, { emulator }: Local): Promise<void> {
  const reply = await emulator.write({ method: "GET", path: "/app", token: who.token }, null);
  if (who.kind !== "app" || reply.reply.status !== 200) {
    throw new Refusal(401, "A JSON web token could not be decoded");
  }
}
