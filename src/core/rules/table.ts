import { blockedLong } from "./blocked-long.ts";
import { overdue } from "./overdue.ts";
import type { TaskRule } from "./rule.ts";

/** Every rule about one task. A rule is added by one file and one line here. */
export const taskRules: readonly TaskRule[] = [overdue, blockedLong];
