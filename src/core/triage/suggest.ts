import {
  type Config,
  Deadline,
  Domain,
  Kind,
  Mode,
  Priority,
  Risk,
  type TaskBlock,
} from "../../schema/index.ts";
import type { Classified, ListedIssue } from "../facts.ts";
import { parseLabel } from "../lifecycle/labels.ts";
import { bodyWithoutBlock, readBlock } from "../task/block.ts";
import { type FormField, readForm } from "./form.ts";
import { pathMatch } from "./paths.ts";
import { bestMatch, type WordMatch } from "./words.ts";

/** What decided a fact, and how sure that is: 1 where a person said so, 0 where nothing did and the default is taken. */
export type Suggested = {
  readonly value: string;
  readonly confidence: number;
  /** For a person: `the label kind:bug`, `the form's field "Priority"`, `the word "crash" in the title`. */
  readonly because: string;
};

export const triageFacts = [
  "kind",
  "priority",
  "domain",
  "mode",
  "project",
  "risk",
  "due",
  "output",
  "review",
  "boundaries",
] as const;
export type TriageFact = (typeof triageFacts)[number];
export type Suggestions = Readonly<Partial<Record<TriageFact, Suggested>>>;

const sure = 1;
const byPath = 0.9;
const inTitle = 0.8;
const inText = 0.6;
/** A model is never as sure as a person. */
const byModel = 0.99;

/**
 * What an item is: labels and the block first, then the fields of an issue form, then paths, then words. Only what none of
 * these decide is taken from a model, if one was asked. A fact that nothing speaks of is not there, but for kind and
 * priority, which have a default of confidence 0. A project is one of the configuration's.
 */
export function suggest(
  item: Pick<ListedIssue, "title" | "body" | "labels">,
  { triage: config, projects }: Pick<Config, "triage" | "projects">,
  said: Classified = {},
): Suggestions {
  const known = projects.map(({ id }) => id);
  const text = bodyWithoutBlock(item.body);
  const form = readForm(text);
  const { block } = readBlock(item.body);
  const found = new Map<TriageFact, Suggested>();
  const take = (fact: TriageFact, suggested: Suggested | null) => {
    if (suggested !== null && !found.has(fact)) found.set(fact, suggested);
  };
  for (const fact of triageFacts) {
    take(fact, fromLabel(fact, item.labels));
    if (fact !== "project" || known.includes(block.project ?? ""))
      take(fact, fromBlock(fact, block));
    take(fact, fromForm(fact, form, known));
  }
  const path = pathMatch(text, config.paths);
  if (path !== null) {
    const because = `the path ${path.path} (${path.pattern})`;
    if (path.domain !== null) take("domain", { value: path.domain, confidence: byPath, because });
    if (path.project !== null)
      take("project", { value: path.project, confidence: byPath, because });
  }
  take("kind", fromWords(bestMatch(item.title, text, config.kinds)));
  take("priority", fromWords(bestMatch(item.title, text, config.priorities)));
  take("domain", fromWords(bestMatch(item.title, text, config.domains)));
  take("mode", fromWords(bestMatch(item.title, text, config.modes)));
  take("risk", fromWords(bestMatch(item.title, text, config.risks)));
  for (const fact of classified) take(fact, fromModel(fact, said, config.model));
  const byDefault = { confidence: 0, because: "nothing says otherwise" };
  take("kind", { ...byDefault, value: config.default_kind });
  take("priority", { ...byDefault, value: config.default_priority });
  return Object.fromEntries(found);
}

/** What an item has to be told apart by. */
export const classified = ["kind", "priority", "domain"] as const;

/** The share of kind, priority and domain that something decided, 0 to 1. */
export function confidenceOf(suggestions: Suggestions): number {
  return 1 - undecidedIn(suggestions).length / classified.length;
}

/** What of kind, priority and domain nothing decides. */
export function undecidedIn(suggestions: Suggestions): readonly string[] {
  return classified.filter((fact) => (suggestions[fact]?.confidence ?? 0) === 0);
}

function fromLabel(fact: TriageFact, labels: readonly string[]): Suggested | null {
  const label = labels.find((one) => parseLabel(one)?.group === fact);
  const value = label === undefined ? null : (parseLabel(label)?.value ?? null);
  if (label === undefined || value === null || value === "") return null;
  return { value, confidence: sure, because: `the label ${label}` };
}

function fromBlock(fact: TriageFact, block: TaskBlock): Suggested | null {
  const value = block[fact];
  if (typeof value !== "string" || value.trim() === "") return null;
  return { value, confidence: sure, because: `the block says ${fact}` };
}

/** What a person may answer in a form, by fact; an answer that is none of these says nothing. */
const answers = {
  kind: Kind,
  priority: Priority,
  domain: Domain,
  mode: Mode,
  risk: Risk,
  due: Deadline,
} as const;

function fromForm(
  fact: TriageFact,
  form: ReadonlyMap<FormField, string>,
  projects: readonly string[],
): Suggested | null {
  const answer = form.get(fact);
  if (answer === undefined) return null;
  const because = `the form's field for ${fact}`;
  if (fact === "project")
    return projects.includes(answer) ? { value: answer, confidence: sure, because } : null;
  if (fact === "output" || fact === "review" || fact === "boundaries")
    return { value: answer.slice(0, 4000), confidence: sure, because };
  const word = answer.split(/[\s:–—(]/)[0] ?? "";
  const read = answers[fact].safeParse(fact === "due" ? answer : exactCase(fact, word));
  return read.success ? { value: read.data, confidence: sure, because } : null;
}

function exactCase(fact: TriageFact, word: string): string {
  if (fact !== "mode") return word.toLowerCase();
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()}`;
}

function fromModel(
  fact: (typeof classified)[number],
  said: Classified,
  model: Config["triage"]["model"],
): Suggested | null {
  const word = said[fact];
  if (word === undefined || model === null) return null;
  const { confidence, because } = word;
  const read = answers[fact].safeParse(word.value);
  if (!read.success || confidence <= 0 || confidence < model.min_confidence) return null;
  return { value: read.data, confidence: Math.min(confidence, byModel), because };
}

function fromWords(match: WordMatch<string> | null): Suggested | null {
  if (match === null) return null;
  const words = match.words.slice(0, 3).map((word) => `"${word}"`);
  const which = words.length === 1 ? `the word ${words[0]}` : `the words ${words.join(", ")}`;
  return {
    value: match.name,
    confidence: match.inTitle ? inTitle : inText,
    because: `${which} in the ${match.inTitle ? "title" : "text"}`,
  };
}
