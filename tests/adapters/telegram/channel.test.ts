import { createServer, type ServerResponse } from "node:http";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { telegramChannel } from "../../../src/adapters/telegram/channel.ts";
import { OutsideError, UserError } from "../../../src/errors.ts";
import { freePort } from "../../../src/local/free-port.ts";
import { startTelegram } from "../../../src/local/telegram.ts";
import { sampleAlert } from "../../sample-alert.ts";

const token = "987654:AAH-secret_secret";

test("an alert arrives at the Bot API, escaped and linked", async () => {
  const telegram = await startTelegram();
  const channel = telegramChannel(telegram);
  const { reference } = await channel.send(sampleAlert({ title: "1 < 2" }));
  const messages = telegram.messages();
  expect(messages).toHaveLength(1);
  expect(messages[0]?.text).toContain("1 &lt; 2</b>");
  expect(messages[0]?.text).toContain('<a href="https://github.com/acme/shop/issues/12">');
  expect(reference).toBe(`${telegram.chat}/${messages[0]?.id}`);
  await channel.close();
  await telegram.close();
});

describe("when Telegram says no", () => {
  let answers: ((response: ServerResponse) => void)[];
  let asked: number;
  let waited: number[];
  let apiRoot: string;
  let close: () => Promise<void>;

  beforeEach(async () => {
    answers = [];
    asked = 0;
    waited = [];
    const server = createServer((_, response) => {
      asked += 1;
      const answer = answers.shift();
      if (answer === undefined) response.destroy();
      else answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    apiRoot = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    close = () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections());
  });
  afterEach(() => close());

  const says = (status: number, body: unknown) => (response: ServerResponse) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  const sent = says(200, { ok: true, result: { message_id: 7 } });
  const flood = (seconds: number) =>
    says(429, {
      ok: false,
      error_code: 429,
      description: `Too Many Requests: retry after ${seconds}`,
      parameters: { retry_after: seconds },
    });
  const channel = (root = apiRoot) =>
    telegramChannel({
      token,
      chat: "@alerts",
      apiRoot: root,
      sleep: async (ms) => void waited.push(ms),
    });
  const failure = (root?: string): Promise<unknown> =>
    channel(root)
      .send(sampleAlert())
      .catch((error: unknown) => error);

  test("it waits as long as it is told, and sends again", async () => {
    answers = [flood(3), flood(1), sent];
    expect(await channel().send(sampleAlert())).toEqual({ reference: "@alerts/7" });
    expect(waited).toEqual([3000, 1000]);
  });

  test("it gives up after three tries", async () => {
    answers = [flood(1), flood(1), flood(1), sent];
    expect(await failure()).toMatchObject({ name: "OutsideError", status: 429 });
    expect(asked).toBe(3);
  });

  test("it does not wait for half an hour, and says when it may try again", async () => {
    answers = [flood(1800), sent];
    const error = await failure();
    expect(error).toBeInstanceOf(OutsideError);
    expect(String(error)).toContain("again in 1800 s");
    expect(waited).toEqual([]);
  });

  test("a refusal is told with its reason and not tried again", async () => {
    answers = [
      says(400, { ok: false, error_code: 400, description: "Bad Request: chat not found" }),
      sent,
    ];
    expect(await failure()).toMatchObject({
      status: 400,
      message: expect.stringContaining("chat not found"),
    });
    expect(asked).toBe(1);
  });

  test("an answer that may have been lost is not sent twice", async () => {
    answers = [(response) => response.destroy(), sent];
    expect(await failure()).toBeInstanceOf(OutsideError);
    expect(asked).toBe(1);
  });

  test.each([
    [
      "the answer repeats it",
      async () => {
        answers = [
          says(401, {
            ok: false,
            error_code: 401,
            description: `no bot ${token} at /bot${token}/`,
          }),
        ];
        return apiRoot;
      },
    ],
    ["the server is gone", async () => `http://127.0.0.1:${await freePort()}`],
    [
      "the answer is no JSON",
      async () => {
        answers = [(response) => response.end(`<html>${token}</html>`)];
        return apiRoot;
      },
    ],
    ["the address is nonsense", async () => "http://[nonsense"],
  ])("the token is nowhere in the error when %s", async (_, prepare) => {
    const error = await failure(await prepare());
    expect(error).toBeInstanceOf(OutsideError);
    expect(inspect(error, { depth: 10 })).not.toContain("secret_secret");
  });
});

test.each(["", "token", "123:", "12 3:abc"])(
  "%j is no token, and the refusal does not repeat it",
  (wrong) => {
    expect(() => telegramChannel({ token: wrong, chat: 1 })).toThrow(UserError);
  },
);
