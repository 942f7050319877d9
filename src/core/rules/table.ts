import { ackMissed } from "./ack-missed.ts";
import { agentIdle } from "./agent-idle.ts";
import { agentSilent } from "./agent-silent.ts";
import { agentsPaused } from "./agents-paused.ts";
import { approvalExpiring } from "./approval-expiring.ts";
import { approvalsWaiting } from "./approvals-waiting.ts";
import { blockedLong } from "./blocked-long.ts";
import { budget } from "./budget.ts";
import { checkinMissed } from "./checkin-missed.ts";
import { criticalFinding } from "./critical-finding.ts";
import { criticalFound } from "./critical-found.ts";
import { deadlineRisk } from "./deadline-risk.ts";
import { dependencyBlocked } from "./dependency-blocked.ts";
import { done } from "./done.ts";
import { dueSoon } from "./due-soon.ts";
import { foreignPush } from "./foreign-push.ts";
import { historyCut } from "./history-cut.ts";
import { lifecycleInvariant } from "./lifecycle-invariant.ts";
import { newTask } from "./new-task.ts";
import { overdue } from "./overdue.ts";
import { ownerUnregistered } from "./owner-unregistered.ts";
import { reviewWaiting } from "./review-waiting.ts";
import { routineFailed } from "./routine-failed.ts";
import { routineMissed } from "./routine-missed.ts";
import type { AnyRule } from "./rule.ts";
import { securityRed } from "./security-red.ts";
import { staleActive } from "./stale-active.ts";
import { untriaged } from "./untriaged.ts";

/** Every rule. A rule is added by one file and one line here; one that is about two things stands here twice. */
export const rules: readonly AnyRule[] = [
  newTask,
  untriaged,
  staleActive,
  dueSoon,
  overdue,
  deadlineRisk,
  blockedLong,
  dependencyBlocked,
  criticalFound,
  criticalFinding,
  securityRed,
  reviewWaiting,
  done,
  agentSilent,
  ownerUnregistered,
  agentIdle,
  agentsPaused,
  approvalsWaiting,
  ackMissed,
  checkinMissed,
  routineMissed,
  budget,
  approvalExpiring,
  lifecycleInvariant,
  foreignPush,
  routineFailed,
  historyCut,
];
