import { setTimeout as pause } from "node:timers/promises";
import { Api, GrammyError, HttpError } from "grammy";
import type { Sending } from "../../core/alert-message.ts";
import { OutsideError, UserError } from "../../errors.ts";
import type { Channel, Clock } from "../../ports.ts";
import { alertChatText } from "./alert-text.ts";
import type { AlertState } from "../../schema/index.ts";

export type TelegramOptions = {
  /** The bot's token, as @BotFather gives it. It is taken out of every message of every error. */
  readonly token: string;
  /** A chat's number, or `@name` of a channel. */
  readonly chat: string | number;
  /** Where the Bot API is, when not at Telegram's. */
  readonly apiRoot?: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly sleep?: Clock["sleep"];
};

const TRIES = 3;
/** The longest wait Telegram may ask of us, in seconds; beyond it the alert is left to the next run. */
const MAX_WAIT_S = 30;
const TIMEOUT_MS = 15_000;

/** Alerts as messages in one Telegram chat. The reference is `<chat>/<message id>`. */
export function telegramChannel(options: TelegramOptions): Channel {
  const { token, chat } = options;
  if (!/^\d+:[\w-]+$/.test(token))
    throw new UserError(
      "the token of the Telegram bot is not one: expected digits, a colon, and letters, as @BotFather gives it. " +
        "Mend TELEGRAM_BOT_TOKEN, or unset it.",
    );
  const api = new Api(token, {
    apiRoot: (options.apiRoot ?? "https://api.telegram.org").replace(/\/+$/, ""),
    fetch: plainFetch(options.fetch ?? globalThis.fetch),
  });
  const sleep = options.sleep ?? ((ms, signal) => pause(ms, undefined, signal ? { signal } : {}));

  async function send(alert: AlertState, sending?: Sending): Promise<{ reference: string }> {
    const text = alertChatText(alert, sending?.attempt, sending?.requiresAck);
    for (let attempt = 1; ; attempt++) {
      try {
        const message = await api.sendMessage(chat, text, {
          parse_mode: "HTML",
          link_preview_options: { is_disabled: true },
        });
        return { reference: `${chat}/${message.message_id}` };
      } catch (error) {
        const wait = waitOf(error);
        if (wait === null || wait > MAX_WAIT_S || attempt === TRIES) throw failure(error, alert);
        await sleep(wait * 1000);
      }
    }
  }

  /** Without a cause: what grammY and fetch throw holds the address, and that holds the token. */
  function failure(error: unknown, alert: AlertState): OutsideError {
    const wait = waitOf(error);
    const later = wait === null ? "" : ` It takes messages again in ${wait} s.`;
    const message = `Telegram did not take the alert ${alert.id}: ${reasonOf(error)}.${later}`;
    const status = error instanceof GrammyError ? error.error_code : undefined;
    return new OutsideError(
      message.replaceAll(token, "[token]").replaceAll(encodeURIComponent(token), "[token]"),
      status === undefined ? {} : { status },
    );
  }

  return { name: "telegram", send, close: async () => {} };
}

/** Seconds that Telegram asks us to wait; null when waiting is not what is wrong. */
function waitOf(error: unknown): number | null {
  if (!(error instanceof GrammyError) || error.error_code !== 429) return null;
  return error.parameters.retry_after ?? 1;
}

function reasonOf(error: unknown): string {
  if (error instanceof GrammyError) return `${error.error_code} ${error.description}`;
  const inner = error instanceof HttpError ? error.error : error;
  if (!(inner instanceof Error)) return String(inner);
  const cause = inner.cause instanceof Error ? ` (${inner.cause.message})` : "";
  return `${inner.message}${cause}`;
}

/** Node's own fetch refuses the abort signals and agents of grammY's, so it gets a time limit of its own instead. */
function plainFetch(fetch: typeof globalThis.fetch) {
  return (
    url: string | URL,
    init: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ) =>
    fetch(url, {
      method: init.method ?? "POST",
      ...(init.headers && { headers: init.headers }),
      ...(init.body !== undefined && { body: init.body }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
}
