/** Headings of our issue forms, lower case, and the fact each asks for. */
export const formFields = {
  kind: "kind",
  priority: "priority",
  domain: "domain",
  mode: "mode",
  risk: "risk",
  project: "project",
  due: "due",
  "expected output": "output",
  "review criteria": "review",
  boundaries: "boundaries",
} as const;
export type FormField = (typeof formFields)[keyof typeof formFields];

/** What GitHub writes for a field that was left empty. */
const noResponse = /^_no response_$/i;
const heading = /^### (.+)$/;
const fence = /^ {0,3}(`{3,}|~{3,})/;

/**
 * The answers in a body that an issue form has written: `### Heading`, an empty line, the answer. The first answer to a
 * field counts; headings that are none of ours are somebody's own words, and so is everything in a code block.
 * https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms
 */
export function readForm(body: string): ReadonlyMap<FormField, string> {
  const answers = new Map<FormField, string>();
  let field: FormField | null = null;
  let lines: string[] = [];
  let fenced: string | null = null;
  const end = () => {
    const answer = lines.join("\n").trim();
    if (field !== null && answer !== "" && !noResponse.test(answer) && !answers.has(field))
      answers.set(field, answer);
    lines = [];
  };
  for (const line of body.replaceAll("\r\n", "\n").split("\n")) {
    const mark = fence.exec(line)?.[1];
    if (mark !== undefined && (fenced === null || mark.startsWith(fenced)))
      fenced = fenced === null ? mark : null;
    const name = fenced === null ? heading.exec(line)?.[1] : undefined;
    if (name === undefined) {
      lines.push(line);
      continue;
    }
    end();
    field = fieldOf(name);
  }
  end();
  return answers;
}

function fieldOf(name: string): FormField | null {
  const wanted = name.trim().toLowerCase();
  for (const [title, field] of Object.entries(formFields)) if (title === wanted) return field;
  return null;
}
