import { setTimeout as pause } from "node:timers/promises";
import { OutsideError } from "../../errors.ts";
import type { Classifier, Clock } from "../../ports.ts";
import { classifiedIn } from "./answer.ts";
import { type Item, promptFor } from "./prompt.ts";

export type ModelOptions = {
  /** Of an API like OpenAI's; `/chat/completions` is added when it is not there. */
  readonly url: string;
  readonly model?: string | undefined;
  /** Sent as a bearer token; null: none is. It is taken out of every message of every error. */
  readonly token: string | null;
  /** For one item, the second try included. */
  readonly timeoutMs: number;
  readonly maxCharacters: number;
  /** Takes secrets out of what is sent. */
  readonly hide: (text: string) => string;
  readonly sleep?: Clock["sleep"];
};

const tries = 2;
const pauseMs = 500;
const maxBytes = 64 * 1024;

type Reply =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "failed"; readonly why: string; readonly isPassing: boolean };

/** A model behind a chat API. It is sent one item at a time, follows no redirect and reads at most 64 KiB of an answer. */
export function modelClassifier(options: ModelOptions): Classifier {
  const { token, timeoutMs } = options;
  const endpoint = endpointOf(options.url);
  const place = `the model at ${endpoint.host}`;
  const sleep = options.sleep ?? ((ms, signal) => pause(ms, undefined, signal ? { signal } : {}));

  async function post(body: string, signal: AbortSignal, attempt: number): Promise<Reply> {
    try {
      if (attempt > 1) await sleep(pauseMs, signal);
      const response = await fetch(endpoint, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/json",
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body,
        // The item and the token go where the configuration says, and nowhere else.
        redirect: "manual",
        signal,
      });
      if (response.status === 200) return await textWithin(response, maxBytes);
      await response.body?.cancel();
      const isPassing = response.status === 429 || response.status >= 500;
      return { kind: "failed", why: `it answered ${response.status}`, isPassing };
    } catch (error) {
      if (signal.aborted)
        return { kind: "failed", why: `no answer in ${timeoutMs / 1000} s`, isPassing: false };
      return { kind: "failed", why: reasonOf(error), isPassing: true };
    }
  }

  /** Without a cause: what fetch throws may hold the token. */
  function failure(why: string): OutsideError {
    const message = `${place} did not classify the item: ${why}`;
    return new OutsideError(token ? message.replaceAll(token, "[token]") : message);
  }

  async function classify(item: Item) {
    const messages = promptFor(item, options.maxCharacters, options.hide);
    const model = options.model === undefined ? {} : { model: options.model };
    const body = JSON.stringify({ ...model, messages, stream: false });
    const signal = AbortSignal.timeout(timeoutMs);
    for (let attempt = 1; ; attempt++) {
      const reply = await post(body, signal, attempt);
      if (reply.kind === "text") {
        const classified = classifiedIn(reply.text);
        if (classified !== null) return classified;
        throw failure("its answer is not the JSON that was asked for");
      }
      if (!reply.isPassing || attempt === tries) throw failure(reply.why);
    }
  }

  return { classify };
}

function endpointOf(address: string): URL {
  const url = new URL(address);
  const base = url.pathname.replace(/\/+$/, "").replace(/\/chat\/completions$/, "");
  url.pathname = `${base}/chat/completions`;
  return url;
}

async function textWithin(response: Response, most: number): Promise<Reply> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > most)
      return { kind: "failed", why: `its answer is larger than ${most} bytes`, isPassing: false };
    text += decoder.decode(chunk, { stream: true });
  }
  return { kind: "text", text: text + decoder.decode() };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
