import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { startTelegram } from "../../src/local/telegram.ts";

const telegram = new URL("../../src/local/telegram.ts", import.meta.url);

test("two stand-ins at once keep their messages apart", async () => {
  const [a, b] = await Promise.all([startTelegram(), startTelegram()]);
  const url = `${a.apiRoot}/bot${a.token}/sendMessage`;
  const body = JSON.stringify({ chat_id: a.chat, text: "hello" });
  await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  expect(a.messages()).toEqual([{ id: 1, chat: String(a.chat), text: "hello" }]);
  expect(b.messages()).toEqual([]);
  expect(new URL(a.apiRoot).hostname).toBe("127.0.0.1");
  await Promise.all([a.close(), b.close(), b.close()]);
});

test("a process that starts and closes a stand-in prints nothing and ends by itself", async () => {
  const script = `const { startTelegram } = await import(${JSON.stringify(telegram.href)}); await (await startTelegram()).close();`;
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
    timeout: 15_000,
  });
  expect(await run).toEqual({ stdout: "", stderr: "" });
});
