export { diffState } from "./diff.ts";
export { emptyState, type Entities } from "./entities.ts";
export { evolve, fold, foldOnto } from "./fold.ts";
