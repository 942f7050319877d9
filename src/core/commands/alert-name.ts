import { z } from "zod";
import { Config } from "../../schema/index.ts";
import { firstLookMark } from "../alerts/told.ts";

const ruleIds = Object.keys(Config.parse({}).rules).map((key) => key.replaceAll("_", "-"));
const names = new Set([...ruleIds, firstLookMark]);

/** A rule, or one of its alerts by what it is about: `agent-silent:atlas`; or what a first look found. */
export const alertName = z
  .string()
  .refine((name) => names.has(name.replace(/:.+$/, "")), "is no rule of the policy");
