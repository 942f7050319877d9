import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export type WebhookExample = {
  readonly name: string;
  readonly examples: readonly Readonly<Record<string, unknown>>[];
};

/** Payloads as GitHub sends them, by event: those of `@octokit/webhooks-examples`, which has no types of its own. */
export const webhookExamples: readonly WebhookExample[] = require("@octokit/webhooks-examples");
