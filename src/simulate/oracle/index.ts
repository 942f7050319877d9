export { type Foreseen, oracleOf, type Pass } from "./oracle.ts";
export type { Expected } from "./verdict.ts";
