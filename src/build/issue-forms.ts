import { stringify } from "yaml";
import { domains, type Kind, kinds, modes, priorities, risks } from "../schema/index.ts";

type Form = { readonly name: string; readonly description: string; readonly what: string };

/** An issue form for every kind of item; the kind is a label, everything else a field that triage reads. */
const forms = {
  task: { name: "Task", description: "Something to be done", what: "What is to be done, and why?" },
  bug: {
    name: "Bug",
    description: "Something that does not work as it should",
    what: "What happens, what should happen, and how can it be seen?",
  },
  "project-note": {
    name: "Project note",
    description: "Something to be known about a project",
    what: "What should be known?",
  },
  decision: {
    name: "Decision",
    description: "A choice that somebody has to make",
    what: "What is to be decided, between which options, by when?",
  },
  automation: {
    name: "Automation",
    description: "Work that a machine should do",
    what: "What is done by hand today, how often, and what starts it?",
  },
  backoffice: {
    name: "Back office",
    description: "Invoices, contracts, payroll and the like",
    what: "What is it about, and whom does it concern?",
  },
  research: {
    name: "Research",
    description: "A question to be answered",
    what: "What is the question, and what will the answer be used for?",
  },
  support: {
    name: "Support",
    description: "Somebody needs help",
    what: "Who needs help with what?",
  },
  archive: {
    name: "For the archive",
    description: "Something to be kept, with nothing to be done",
    what: "What should be kept?",
  },
} as const satisfies Record<Kind, Form>;

/** `.github/ISSUE_TEMPLATE/*.yml`, by path. https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema */
export function issueForms(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [place, kind] of kinds.entries()) {
    const path = `.github/ISSUE_TEMPLATE/${place + 1}-${kind}.yml`;
    files.set(path, `# Written by npm run generate.\n${stringify(formOf(kind), { lineWidth: 0 })}`);
  }
  files.set(
    ".github/ISSUE_TEMPLATE/config.yml",
    "# Written by npm run generate.\nblank_issues_enabled: true\n",
  );
  return files;
}

function formOf(kind: Kind) {
  const { name, description, what } = forms[kind];
  return {
    name,
    description,
    labels: [`kind:${kind}`],
    body: [
      area("what", "What", what, true),
      dropdown("priority", "Priority", priorities),
      dropdown("domain", "Domain", domains),
      input("due", "Due", "A day such as 2026-12-01, or an instant such as 2026-12-01T09:00:00Z"),
      area("output", "Expected output", "What will there be when it is done?", false),
      area("review", "Review criteria", "How will it be judged?", false),
      area("boundaries", "Boundaries", "What must be left alone?", false),
      input("project", "Project", "The id of a project in .github/mission-control.yml"),
      dropdown("mode", "Mode", modes),
      dropdown("risk", "Risk", risks),
    ],
  };
}

function area(id: string, label: string, description: string, required: boolean) {
  return { type: "textarea", id, attributes: { label, description }, validations: { required } };
}

function input(id: string, label: string, description: string) {
  return {
    type: "input",
    id,
    attributes: { label, description },
    validations: { required: false },
  };
}

function dropdown(id: string, label: string, options: readonly string[]) {
  return {
    type: "dropdown",
    id,
    attributes: { label, options: [...options] },
    validations: { required: false },
  };
}
