import type { Forecast } from "./forecast.ts";
import type { Vertex } from "./graph.ts";
import type { ScheduleNode } from "./schedule-node.ts";

/**
 * The open nodes that make the expected finish what it is, in the order of work: each begins at the moment the one before it
 * finishes, and the last finishes at `finish`. Of several such paths, at every step back from its end, the first id.
 */
export function drivingPath(
  vertices: Iterable<Vertex<ScheduleNode>>,
  expectations: Forecast,
  finish: number,
): readonly string[] {
  const path: string[] = [];
  let at: Vertex<ScheduleNode> | undefined;
  for (const vertex of vertices) {
    if (isOpenUntil(finish, vertex, expectations) && !isFollowed(vertex, expectations)) {
      at = vertex;
      break;
    }
  }
  while (at !== undefined) {
    path.push(at.node.id);
    const begin = expectations[at.place]?.begin;
    at = at.needs.find((need) => isOpenUntil(begin, need, expectations));
  }
  return path.toReversed();
}

function isOpenUntil(
  instant: number | undefined,
  vertex: Vertex<ScheduleNode>,
  expectations: Forecast,
): boolean {
  return vertex.node.state === "open" && expectations[vertex.place]?.finish === instant;
}

/** Without this a gate of no hours at the end would be left out, as it finishes when what it waits for does. */
function isFollowed(vertex: Vertex<ScheduleNode>, expectations: Forecast): boolean {
  return vertex.feeds.some(
    (feed) => feed.node.state === "open" && expectations[feed.place] !== undefined,
  );
}
