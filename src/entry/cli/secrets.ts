import type { Env } from "./io.ts";

const names = [
  "GITHUB_TOKEN",
  "GH_TOKEN",
  "PRIVATE_KEY",
  "WEBHOOK_SECRET",
  "TELEGRAM_BOT_TOKEN",
] as const;

/** Every value of the environment that must never be printed. */
export function secretsIn(env: Env): readonly string[] {
  const values = names.flatMap((name) => env[name] ?? []);
  const password = URL.parse(env["REDIS_URL"] ?? "")?.password ?? "";
  return [...values, password, decodeURIComponent(password)].filter((value) => value !== "");
}
