import type { Classified, TaskFacts } from "../core/facts.ts";
import { bodyWithoutBlock } from "../core/task/block.ts";
import { OutsideError } from "../errors.ts";
import type { Classifier, Log } from "../ports.ts";

/** A model that failed so often in a row is not asked again: it must not hold up everything else. */
const patience = 3;

type Asked = {
  readonly title: string;
  readonly body: string;
  readonly answer: Promise<Classified>;
};

/**
 * Asks the model once about an item while it says the same, whatever comes of it: a failure is told once, and then the
 * rules alone decide. Never throws `OutsideError`.
 */
export function classifyOnce(
  { classify }: Classifier,
  log: Log,
): (facts: TaskFacts) => Promise<Classified> {
  const asked = new Map<string, Asked>();
  let failures = 0;

  async function ask({ repo, number, labels }: TaskFacts, title: string, body: string) {
    if (failures >= patience) return {};
    try {
      const classified = await classify({ title, body, labels });
      failures = 0;
      log.info("a model classified an item", { repo, number, ...valuesOf(classified) });
      return classified;
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      failures += 1;
      const gaveUp = failures === patience ? { next: "it is not asked again for now" } : {};
      log.warn("the rules alone classify an item", {
        repo,
        number,
        error: error.message,
        ...gaveUp,
      });
      return {};
    }
  }

  return (facts) => {
    const { title } = facts;
    const body = bodyWithoutBlock(facts.body);
    const id = `${facts.repo}#${facts.number}`;
    const known = asked.get(id);
    if (known !== undefined && known.title === title && known.body === body) return known.answer;
    const answer = ask(facts, title, body);
    asked.set(id, { title, body, answer });
    return answer;
  };
}

function valuesOf(classified: Classified): Record<string, string> {
  return Object.fromEntries(Object.entries(classified).map(([fact, { value }]) => [fact, value]));
}
