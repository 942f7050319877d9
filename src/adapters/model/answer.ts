import { z } from "zod";
import type { Classified } from "../../core/facts.ts";
import { Domain, Kind, Priority } from "../../schema/index.ts";

const Chat = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});
const confidence = z.number().min(0).max(1);
const because = z.string().catch("");
const Words = {
  kind: z.object({ value: Kind, confidence, because }),
  priority: z.object({ value: Priority, confidence, because }),
  domain: z.object({ value: Domain, confidence, because }),
} as const;
const Said = z.record(z.string(), z.unknown());

const longestReason = 200;

/**
 * What of the answer is a value that we know, with a confidence; everything else in it is dropped. null: it is no answer at
 * all, but prose, a page, or nothing.
 */
export function classifiedIn(answer: string): Classified | null {
  const chat = Chat.safeParse(jsonIn(answer));
  const content = chat.success ? chat.data.choices[0]?.message.content : undefined;
  // Models like to wrap what they say in prose or a code block.
  const said = Said.safeParse(jsonIn(/\{[^]*\}/.exec(content ?? "")?.[0] ?? ""));
  if (!said.success) return null;
  const found: { -readonly [Fact in keyof Classified]: Classified[Fact] } = {};
  for (const fact of ["kind", "priority", "domain"] as const) {
    const word = Words[fact].safeParse(said.data[fact]);
    if (word.success) found[fact] = { ...word.data, because: reason(word.data.because) };
  }
  return found;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One line of plain characters, whatever the model was made to say. */
function reason(text: string): string {
  const plain = text.replaceAll(/[\p{C}\s]+/gu, " ").trim();
  const cut = [...plain].slice(0, longestReason).join("");
  return cut === "" ? "the model says so" : `the model says: ${cut}`;
}
