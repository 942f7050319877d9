import { createRequire } from "node:module";

export type WebhookExample = {
  readonly name: string;
  readonly examples: readonly Readonly<Record<string, unknown>>[];
};

/** Payloads as GitHub sends them, by event: those of `@octokit/webhooks-examples`, which has no types of its own. */
export const webhookExamples: readonly WebhookExample[] = createRequire(import.meta.url)(
  "@octokit/webhooks-examples",
);
