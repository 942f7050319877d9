import { z } from "zod";
import { OutsideError } from "../errors.ts";
import { freePort } from "./free-port.ts";

export type ChatMessage = {
  readonly id: number;
  readonly chat: string;
  /** As the bot sent it, markup and all. */
  readonly text: string;
};

export type LocalTelegram = {
  readonly apiRoot: string;
  readonly token: string;
  readonly chat: number;
  /** What bots have sent to this server, the oldest first. */
  readonly messages: () => readonly ChatMessage[];
  readonly close: () => Promise<void>;
};

const TOKEN = "1234567:local-bot-of-mission-control";
const CHAT = 4711;
const TRIES = 5;
/** The stand-in forgets messages after this long, in seconds. */
const KEEP_S = 7 * 24 * 3600;

const Stored = z.array(
  z.object({
    messageId: z.int(),
    message: z.object({ chat_id: z.union([z.string(), z.number()]), text: z.string() }),
  }),
);

/** A stand-in for Telegram's Bot API, in this process on a free port of the loopback address. */
export async function startTelegram(): Promise<LocalTelegram> {
  // The package's main entry is declared otherwise than it is; this file of it is as declared.
  const { TelegramServer } = await import("telegram-test-api/lib/telegramServer.js");
  let reason: unknown;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const port = await freePort();
    const server = new TelegramServer({ port, host: "127.0.0.1", storeTimeout: KEEP_S });
    try {
      await server.start();
    } catch (error) {
      // Somebody else may have taken the port in between.
      reason = error;
      continue;
    }
    let closed: Promise<unknown> | undefined;
    return {
      apiRoot: server.config.apiURL,
      token: TOKEN,
      chat: CHAT,
      messages: () =>
        Stored.parse(server.storage.botMessages).map(({ messageId, message }) => ({
          id: messageId,
          chat: String(message.chat_id),
          text: message.text,
        })),
      close: async () => {
        await (closed ??= server.stop());
      },
    };
  }
  throw new OutsideError(`the local Telegram did not come up in ${TRIES} tries`, { cause: reason });
}
