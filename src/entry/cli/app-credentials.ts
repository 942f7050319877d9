import { UserError } from "../../errors.ts";
import type { AppCredentials } from "../probot/webhooks.ts";
import type { Env } from "./io.ts";
import { readText } from "./policy-files.ts";

/** Half a set of credentials is a mistake that the local control room would hide. Throws UserError. */
export function hasAppCredentials(env: Env): boolean {
  const given = {
    APP_ID: env["APP_ID"],
    "PRIVATE_KEY or PRIVATE_KEY_PATH": env["PRIVATE_KEY"] || env["PRIVATE_KEY_PATH"],
    WEBHOOK_SECRET: env["WEBHOOK_SECRET"],
  };
  const missing = Object.entries(given).filter(([, value]) => !value);
  if (missing.length === Object.keys(given).length) return false;
  if (missing.length === 0) return true;
  const names = missing.map(([name]) => name).join(" and ");
  throw new UserError(
    `the App's credentials lack ${names}: set it as well, or unset the others for the local control room`,
  );
}

/** The credentials of the environment. Throws UserError, which never quotes a secret. */
export function readAppCredentials(
  env: Env,
  apiUrl: string | undefined,
  cwd: string,
): AppCredentials {
  const appId = Number(env["APP_ID"]);
  if (!Number.isSafeInteger(appId) || appId <= 0) {
    throw new UserError(
      `APP_ID ${env["APP_ID"] ?? ""}: expected the number on the App's settings page`,
    );
  }
  // Environment files often hold the key in one line.
  const inline = env["PRIVATE_KEY"]?.replaceAll(String.raw`\n`, "\n");
  const privateKey = inline || readText(env["PRIVATE_KEY_PATH"] ?? "", cwd);
  if (!privateKey.includes("PRIVATE KEY-----")) {
    throw new UserError("PRIVATE_KEY: expected the App's key in PEM, with its BEGIN and END lines");
  }
  return {
    appId,
    privateKey,
    webhookSecret: env["WEBHOOK_SECRET"] ?? "",
    apiUrl: (apiUrl ?? (env["GITHUB_API_URL"] || "https://api.github.com")).replace(/\/+$/, ""),
  };
}
