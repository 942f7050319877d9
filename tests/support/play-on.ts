import type { LocalGitHub } from "../../src/local/github/index.ts";
import { type Effects, effectsOf } from "./effects-of.ts";
import { setStage } from "./history-cast.ts";
import type { History } from "./history.ts";
import { type Host, type Played, playHistory } from "./play-history.ts";

/**
 * Plays a history in a new repository `owner/name` with this host as the engine, one delivery after another, and reads
 * what it did there. Two hosts did the same when their effects are deeply equal.
 */
export async function playOn(
  github: LocalGitHub,
  host: Host,
  history: History,
  repo: string,
): Promise<Effects & { readonly played: Played }> {
  await setStage(github, repo);
  const played = await playHistory(github, repo, history, async (deliveries) => {
    for (const delivery of deliveries) await host.deliver(delivery);
  });
  return { ...(await effectsOf(github, host.login, played)), played };
}
