import type { ClaimKey } from "./ports.ts";

/** One line of text per key, different for different keys, for stores that know only text. */
export function claimKeyText(key: ClaimKey): string {
  switch (key.kind) {
    case "comment":
      return `comment:${key.repo}#${key.number}:${key.commentId}`;
    case "issue":
      return `issue:${key.repo}#${key.number}`;
    case "delivery":
      return `delivery:${key.id}`;
    case "alert":
      return `alert:${encodeURIComponent(key.channel)}:${key.id}`;
  }
}
