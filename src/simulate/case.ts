import type { Expected } from "./oracle/index.ts";

/** One rule on one thing, from tick to tick. */
export type Case = {
  /** Whether there is a problem, as far as the oracle knows. */
  isOn: boolean;
  /** Whether its alert has had to be open since it began. */
  isDue: boolean;
  cause: string;
  /** How often an alert may have been opened by now. */
  allowed: number;
  opened: number;
  ids: readonly string[];
};

export type Wrong = { readonly kind: "missed" | "false" | "twice"; readonly why: string };

export type Judged = {
  readonly wrong: Wrong | null;
  /** Whether the alert has to be open from now on. */
  readonly isNewlyDue: boolean;
  readonly opened: number;
};

export function newCase(): Case {
  return { isOn: false, isDue: false, cause: "", allowed: 0, opened: 0, ids: [] };
}

/** Takes in one more tick: which alerts are open, and what the oracle says of it. */
export function judgeCase(one: Case, ids: readonly string[], expected: Expected | null): Judged {
  const { verdict = "no", cause = "", why = "" } = expected ?? {};
  const fresh = ids.filter((id) => !one.ids.includes(id));
  one.ids = ids;
  begin(one, verdict, cause, ids.length > 0);
  const isNewlyDue = verdict === "must" && !one.isDue;
  if (isNewlyDue) one.isDue = true;
  one.opened += fresh.length;
  const wrong = wrongIn(one, verdict, fresh.length > 0);
  if (one.opened > one.allowed) one.opened = one.allowed;
  const said = why === "" ? "nothing calls for it" : why;
  return {
    wrong: wrong === null ? null : { kind: wrong, why: reason(wrong, verdict, said, ids) },
    isNewlyDue,
    opened: fresh.length,
  };
}

/** A problem begins, and with it an alert may be opened once. */
function begin(one: Case, verdict: Expected["verdict"], cause: string, isOpen: boolean): void {
  // While either is right it may go and come back.
  if (verdict === "no" || (verdict === "may" && !isOpen)) {
    one.isOn = one.isDue = false;
    return;
  }
  const isUnknown = cause === "" || (one.isOn && one.cause === "");
  const isNew = isUnknown ? !one.isOn && verdict === "may" : !one.isOn || cause !== one.cause;
  if (cause !== "") one.cause = cause;
  else if (isNew) one.cause = "";
  if (!isNew) return;
  one.isOn = true;
  one.isDue = false;
  one.allowed += 1;
}

function wrongIn(one: Case, verdict: Expected["verdict"], isFresh: boolean): Wrong["kind"] | null {
  if (verdict === "must" && one.ids.length === 0) return "missed";
  if (verdict === "no" && one.ids.length > 0) return "false";
  if (verdict === "held" && isFresh) return "false";
  return one.ids.length > 1 || one.opened > one.allowed ? "twice" : null;
}

function reason(
  wrong: Wrong["kind"],
  verdict: Expected["verdict"],
  said: string,
  ids: readonly string[],
): string {
  if (wrong === "twice") return `${said}: ${ids.join(", ")}`;
  return wrong === "false" && verdict === "held" ? "its task could not be read" : said;
}
