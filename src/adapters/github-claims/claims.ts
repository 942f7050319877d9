import type { Claim, ClaimKey, Claims, Clock } from "../../ports.ts";
import { type GitHubRequest, type Place, type Reaction, reactionsAt } from "./reactions.ts";

export type ReactionClaimsOptions = {
  readonly request: GitHubRequest;
  /** The login our writes carry, with `[bot]` for an App. */
  readonly login: string;
  /** Logins whose claims count beside our own: other instances of Mission Control. */
  readonly trusted: readonly string[];
  readonly clock: Pick<Clock, "now">;
};

/** GitHub writes whole seconds: a claim may be up to this much younger than it says. */
const SECOND = 1000;

const granted: Claim = { release: async () => {} };

/**
 * Claims where nothing is shared but GitHub: an `eyes` reaction on the comment or the issue. Creating it answers 201 to
 * one caller of a login only; between logins the lowest id wins. What was answered (+1 or -1) is done for good.
 *
 * Deliveries and alerts have no place to react to and are always granted. Everything done about a delivery is decided
 * again from what stands, so a second one finds nothing to do; where an alert went is in the snapshot, which has one
 * writer.
 */
export function reactionClaims(options: ReactionClaimsOptions): Claims {
  const { request, clock } = options;
  const us = options.login.toLowerCase();
  const trusted = new Set([us, ...options.trusted.map((login) => login.toLowerCase())]);

  async function acquire(key: ClaimKey, ttlMs: number): Promise<Claim | null> {
    const place = placeOf(key);
    if (place === null) return granted;
    const reactions = reactionsAt(request, place);
    const lapsed = (reaction: Reaction): boolean =>
      clock.now() >= Date.parse(reaction.created_at) + ttlMs + SECOND;
    const isAnswered = (all: readonly Reaction[]): boolean =>
      place.kind === "comment" &&
      all.some(({ content, user }) => (content === "+1" || content === "-1") && isTrusted(user));

    let mine = await reactions.createEyes();
    if (!mine.isNew) {
      if (!lapsed(mine.reaction) || isAnswered(await reactions.list())) return null;
      // Of several that see the same lapsed claim only one can delete it.
      if (!(await reactions.remove(mine.reaction.id))) return null;
      mine = await reactions.createEyes();
      if (!mine.isNew) return null;
    }

    const { id } = mine.reaction;
    const all = await reactions.list();
    const rival = all.some(
      (other) =>
        other.content === "eyes" &&
        other.id < id &&
        isTrusted(other.user) &&
        other.user?.login.toLowerCase() !== us &&
        !lapsed(other),
    );
    if (rival || isAnswered(all)) {
      await reactions.remove(id);
      return null;
    }
    return {
      release: async (outcome) => {
        if (outcome === "free") await reactions.remove(id);
      },
    };
  }

  function isTrusted(user: Reaction["user"]): boolean {
    return user !== null && trusted.has(user.login.toLowerCase());
  }

  return { acquire };
}

function placeOf(key: ClaimKey): Place | null {
  switch (key.kind) {
    case "comment":
      return { kind: "comment", repo: key.repo, id: key.commentId };
    case "issue":
      return { kind: "issue", repo: key.repo, id: key.number };
    case "delivery":
    case "alert":
      return null;
  }
}
