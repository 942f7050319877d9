import { OutsideError } from "../../errors.ts";
import type { Channel } from "../../ports.ts";
import { alertMessage, type Sending } from "../../core/alert-message.ts";
import type { AlertState } from "../../schema/index.ts";
import { connectRedis, type RedisOptions } from "./connection.ts";

export type RedisChannelOptions = RedisOptions & {
  readonly stream: string;
  /** Entries the stream keeps, roughly; the oldest go. */
  readonly maxLength: number;
};

/** How long it is remembered that a message was sent, in milliseconds: longer than any outbox waits. */
const REMEMBER_MS = 90 * 24 * 3_600_000;

/** One script: a send that is repeated, by us, by another instance or by a reconnect, finds the first one's entry. */
const SEND_ONCE = `
  local sent = redis.call('GET', KEYS[2])
  if sent then return sent end
  local entry = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*',
    'id', ARGV[3], 'type', ARGV[4], 'message', ARGV[5])
  redis.call('SET', KEYS[2], entry, 'PX', ARGV[2])
  return entry
`;

/** Alerts as messages on a Redis stream, one entry per sending. The reference is `<stream>/<entry id>`. */
export function redisChannel(address: string, options: RedisChannelOptions): Channel {
  const { stream, maxLength } = options;
  const connection = connectRedis(address, options);

  async function send(alert: AlertState, sending?: Sending): Promise<{ reference: string }> {
    const message = alertMessage(alert, sending);
    const entry = await connection.run(
      `take the alert ${alert.id}`,
      SEND_ONCE,
      // The braces keep both keys on one node of a cluster.
      [stream, `{${stream}}:sent:${message.id}`],
      [maxLength, REMEMBER_MS, message.id, message.type, JSON.stringify(message)],
    );
    if (typeof entry !== "string")
      throw new OutsideError(`the stream ${stream} answered ${typeof entry}, not an entry id`);
    return { reference: `${stream}/${entry}` };
  }

  return { name: "redis", send, close: connection.close };
}
