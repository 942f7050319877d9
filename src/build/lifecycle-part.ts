import {
  actorGuards,
  artefactGuards,
  back,
  type Edge,
  edgeOf,
  legalMoves,
  lifecycle,
} from "../core/lifecycle/table.ts";
import { type Status, statuses } from "../schema/index.ts";
import { markdownTable } from "./markdown-table.ts";

type Move = { readonly from: Status; readonly to: string; readonly edge: Edge | null };

/** The statuses, then every move with who may make it and what has to be there. */
export function lifecycleTable(): string {
  const means = statuses.map((status) => [
    `\`${status}\``,
    lifecycle[status].means,
    movesFrom(status)
      .map(({ to }) => to)
      .join(", "),
  ]);
  const moves = statuses
    .flatMap(movesFrom)
    .map(({ from, to, edge }) => [
      from,
      to,
      edge === null ? "" : actorGuards[edge.who],
      (edge?.needs ?? []).map((need) => artefactGuards[need]).join("; "),
    ]);
  return [
    markdownTable(["status", "means", "may go to"], means),
    markdownTable(["from", "to", "who", "needs"], moves),
  ].join("\n\n");
}

/** The same as a Mermaid diagram, which GitHub draws. */
export function lifecycleDiagram(): string {
  const arrows = statuses.flatMap((status) => {
    const ways = [...legalMoves(status, null), ...(status === "blocked" ? back : [])];
    return ways.map((to) => `  ${status} --> ${to}`);
  });
  return ["```mermaid", "stateDiagram-v2", "  [*] --> inbox", ...arrows, "```"].join("\n");
}

function movesFrom(from: Status): readonly Move[] {
  const moves = legalMoves(from, null).map((to) => ({ from, to, edge: edgeOf(from, to, null) }));
  const [first] = back;
  if (from !== "blocked" || first === undefined) return moves;
  return [{ from, to: "the status it came from", edge: edgeOf(from, first, first) }, ...moves];
}
