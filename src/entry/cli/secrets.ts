import { modelVariables } from "../../schema/index.ts";
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
  const values = [...names, ...modelTokensIn(env)].flatMap((name) => env[name] ?? []);
  const password = URL.parse(env["REDIS_URL"] ?? "")?.password ?? "";
  const plain = [...values, password, decoded(password)].filter((value) => value !== "");
  // In JSON a key's line feeds are spelled out.
  return [...new Set(plain.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]))];
}

/** Which of them is in use only the configuration says. */
function modelTokensIn(env: Env): readonly string[] {
  return Object.keys(env).filter((name) => name.startsWith(modelVariables));
}

function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    // A lone % is allowed in a URL: then the password stands there as it is.
    return password;
  }
}
