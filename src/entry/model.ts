import { modelClassifier } from "../adapters/model/classifier.ts";
import { classifyOnce } from "../app/classify-once.ts";
import type { Questions } from "../app/decide-fully.ts";
import { mayAskModelAt } from "../core/triage/model-url.ts";
import { OutsideError } from "../errors.ts";
import type { Classifier, Log } from "../ports.ts";
import type { Config } from "../schema/index.ts";
import type { Env } from "./cli/io.ts";
import { secretsIn } from "./cli/secrets.ts";
import { hider } from "./log.ts";

/** What a host lets a configuration do with a model. */
export type ModelAccess = {
  /** Where the token is. */
  readonly env: Env;
  /**
   * The hosts that may be asked, such as `api.example.com` or `localhost:8080`; null: any. A host that serves several
   * repositories must not send its token, or anything at all, wherever one of them says.
   */
  readonly hosts: readonly string[] | null;
};

/** `MODEL_HOSTS`, separated by commas or blanks; null while it is unset. */
export function modelHostsOf(env: Env): readonly string[] | null {
  const hosts = env["MODEL_HOSTS"];
  return hosts === undefined ? null : hosts.split(/[\s,]+/).filter((host) => host !== "");
}

/** The question to the configured model; nothing when there is none, or the host has none to ask. */
export function modelQuestion(
  model: Config["triage"]["model"],
  access: ModelAccess | undefined,
  log: Log,
): Pick<Questions, "classify"> {
  if (model === null || access === undefined) return {};
  return { classify: classifyOnce(classifierOf(model, access), log) };
}

function classifierOf(
  model: NonNullable<Config["triage"]["model"]>,
  { env, hosts }: ModelAccess,
): Classifier {
  const host = URL.parse(model.url)?.host ?? "";
  if (!mayAskModelAt(model.url)) return unasked("triage.model.url is not allowed");
  if (hosts !== null && !hosts.includes(host))
    return unasked(`triage.model.url is at ${host}, which MODEL_HOSTS here does not name`);
  return modelClassifier({
    url: model.url,
    model: model.model,
    token: env[model.credential]?.trim() || null,
    timeoutMs: model.timeout_seconds * 1000,
    maxCharacters: model.max_characters,
    hide: hider(secretsIn(env)),
  });
}

function unasked(why: string): Classifier {
  return { classify: () => Promise.reject(new OutsideError(why)) };
}
