import { blockedLong } from "./blocked-long.ts";
import { overdue } from "./overdue.ts";
import type { AnyRule } from "./rule.ts";

/** Every rule. A rule is added by one file and one line here. */
export const rules: readonly AnyRule[] = [overdue, blockedLong];
