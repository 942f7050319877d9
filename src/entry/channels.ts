import type { Config } from "../schema/index.ts";
import type { Channel, Log } from "../ports.ts";

export type ChannelAddresses = {
  readonly redisUrl: string | null;
  readonly telegramToken: string | null;
  /** Where the Bot API is, when not at Telegram's. */
  readonly telegramApi: string | null;
  /** The chat, when not the one in the configuration. */
  readonly telegramChat: string | null;
};

type Env = Readonly<Record<string, string | undefined>>;

const streamLength = 10_000;

export function channelAddresses(env: Env): ChannelAddresses {
  return {
    redisUrl: env["REDIS_URL"] || null,
    telegramToken: env["TELEGRAM_BOT_TOKEN"] || null,
    telegramApi: env["TELEGRAM_API_URL"] || null,
    telegramChat: env["TELEGRAM_CHAT"] || null,
  };
}

/** Where alerts go: every channel that has an address. What a channel needs is loaded only when there is one. Close them. */
export async function openChannels(
  addresses: ChannelAddresses,
  config: Config,
  log: Log,
): Promise<readonly Channel[]> {
  const channels: Channel[] = [];
  const { redisUrl, telegramToken, telegramApi } = addresses;
  if (redisUrl !== null) {
    const { redisChannel } = await import("../adapters/redis/channel.ts");
    const { stream } = config.alerts.redis;
    channels.push(redisChannel(redisUrl, { stream, maxLength: streamLength, log }));
  }
  const chat = addresses.telegramChat ?? config.alerts.telegram.chat;
  if (telegramToken !== null && chat !== null) {
    const { telegramChannel } = await import("../adapters/telegram/channel.ts");
    channels.push(
      telegramChannel({
        token: telegramToken,
        chat,
        ...(telegramApi === null ? {} : { apiRoot: telegramApi }),
      }),
    );
  } else if (telegramToken !== null) {
    log.warn("there is a Telegram token and no chat: set alerts.telegram.chat or TELEGRAM_CHAT");
  }
  return channels;
}
