export { type Foreseen, oracleOf } from "./oracle.ts";
export type { Expected } from "./verdict.ts";
