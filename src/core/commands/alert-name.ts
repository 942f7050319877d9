import { z } from "zod";
import { Config } from "../../schema/index.ts";

const ruleIds = Object.keys(Config.parse({}).rules).map((key) => key.replaceAll("_", "-"));

/** A rule, or one of its alerts by what it is about: `agent-silent:atlas`. */
export const alertName = z
  .string()
  .refine((name) => ruleIds.includes(name.replace(/:.+$/, "")), "is no rule of the policy");
