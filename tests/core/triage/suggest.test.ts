import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { issueForms } from "../../../src/build/issue-forms.ts";
import { confidenceOf, suggest, undecidedIn } from "../../../src/core/triage/suggest.ts";
import { Config, kinds } from "../../../src/schema/index.ts";

const config = Config.parse({
  projects: [{ id: "shop", name: "Shop" }],
  triage: {
    modes: { Debugging: ["crash"] },
    risks: { red: ["payroll"] },
    paths: [
      { path: "src/api/", domain: "backend", project: "shop" },
      { path: "*.css", domain: "frontend" },
      { path: "Dockerfile", domain: "infra" },
    ],
  },
});

function of(title: string, body = "", labels: readonly string[] = []) {
  return suggest({ title, body, labels }, config);
}

const form = (answers: Record<string, string>) =>
  Object.entries(answers)
    .map(([name, answer]) => `### ${name}\n\n${answer}`)
    .join("\n\n");

describe("triage", () => {
  it.each<[string, string, string, string, unknown]>([
    [
      "a word in the title",
      "The checkout crash",
      "",
      "kind",
      { value: "bug", confidence: 0.8, because: 'the word "crash" in the title' },
    ],
    [
      "a word in the text",
      "Checkout",
      "It is broken, an error",
      "kind",
      { value: "bug", confidence: 0.6, because: 'the words "broken", "error" in the text' },
    ],
    [
      "a word in the title beats one in the text",
      "The page",
      "the api of the server",
      "domain",
      { value: "frontend", confidence: 0.8, because: 'the word "page" in the title' },
    ],
    [
      "more words beat fewer",
      "x",
      "page, api and server",
      "domain",
      { value: "backend", confidence: 0.6, because: 'the words "api", "server" in the text' },
    ],
    ["a word inside another says nothing", "Capital", "", "domain", undefined],
    [
      "a path of a folder",
      "x",
      "see src/api/orders.ts",
      "domain",
      { value: "backend", confidence: 0.9, because: "the path src/api/orders.ts (src/api/)" },
    ],
    [
      "a path's project",
      "x",
      "see packages/src/api/orders.ts",
      "project",
      { value: "shop", confidence: 0.9, because: "the path packages/src/api/orders.ts (src/api/)" },
    ],
    [
      "a path that ends so",
      "the api",
      "web/main.css",
      "domain",
      { value: "frontend", confidence: 0.9, because: "the path web/main.css (*.css)" },
    ],
    [
      "a file by its name",
      "x",
      "deep/in/Dockerfile",
      "domain",
      { value: "infra", confidence: 0.9, because: "the path deep/in/Dockerfile (Dockerfile)" },
    ],
    ["an address is no path", "x", "https://example.org/deep/Dockerfile", "domain", undefined],
    [
      "a mode by a word",
      "A crash",
      "",
      "mode",
      { value: "Debugging", confidence: 0.8, because: 'the word "crash" in the title' },
    ],
    [
      "a risk by a word",
      "Payroll",
      "",
      "risk",
      { value: "red", confidence: 0.8, because: 'the word "payroll" in the title' },
    ],
    [
      "nothing: the default, without confidence",
      "x",
      "",
      "priority",
      { value: "medium", confidence: 0, because: "nothing says otherwise" },
    ],
  ])("goes by %s", (_, title, body, fact, suggested) => {
    expect(Object.entries(of(title, body)).find(([name]) => name === fact)?.[1]).toEqual(suggested);
  });

  it("believes a label before the block, the block before the form, and the form before paths and words", () => {
    const block =
      "<!-- mission-control:v1 -->\n```yaml\nkind: research\nmode: Planning\n```\n<!-- /mission-control -->";
    const body = `${form({ Domain: "qa", Mode: "Building", Kind: "support" })}\n\nsrc/api/x.ts crash page\n\n${block}`;
    const { kind, mode, domain } = of("The api", body, ["kind:decision"]);
    expect([kind?.value, mode?.value, domain?.value]).toEqual(["decision", "Planning", "qa"]);
    expect([kind?.because, mode?.because, domain?.because]).toEqual([
      "the label kind:decision",
      "the block says mode",
      "the form's field for domain",
    ]);
  });

  it("reads every field of its own forms as GitHub writes them", () => {
    const text = [...issueForms()].find(([path]) => path.endsWith("-bug.yml"))?.[1] ?? "";
    const said: Record<string, string> = {
      Priority: "urgent",
      Domain: "infra",
      Due: "2026-12-01",
      "Expected output": "A fix\nand a test",
      "Review criteria": "It runs",
      Boundaries: "Not the schema",
      Project: "shop",
      Mode: "Debugging",
      Risk: "yellow",
      What: "It fails",
    };
    const { body, labels } = parse(text);
    const answers = Object.fromEntries(
      body.map(({ attributes }: { attributes: { label: string } }) => [
        attributes.label,
        said[attributes.label] ?? "_No response_",
      ]),
    );
    const found = of("It stops", form(answers), labels);
    expect(
      Object.fromEntries(Object.entries(found).map(([fact, { value }]) => [fact, value])),
    ).toEqual({
      kind: "bug",
      priority: "urgent",
      domain: "infra",
      due: "2026-12-01",
      output: "A fix\nand a test",
      review: "It runs",
      boundaries: "Not the schema",
      project: "shop",
      mode: "Debugging",
      risk: "yellow",
    });
  });

  it.each([
    ["an answer that is no priority", { Priority: "yesterday" }, "priority", "medium"],
    ["an empty answer", { Priority: "_No response_" }, "priority", "medium"],
    ["a due date that is none", { Due: "soon" }, "due", undefined],
    ["a project that nobody configured", { Project: "bank" }, "project", undefined],
    [
      "the second answer to the same field",
      { Priority: "low", "priority ": "urgent" },
      "priority",
      "low",
    ],
  ])("does not believe %s", (_, answers, fact, value) => {
    const found = Object.entries(of("x", form(answers))).find(([name]) => name === fact)?.[1];
    expect(found?.value).toBe(value);
  });

  it("does not take a field in a code block for an answer", () => {
    expect(of("x", `\`\`\`\n${form({ Risk: "yellow" })}\n\`\`\``).risk).toBeUndefined();
  });

  it.each([
    ["an empty label says nothing", ["kind: "], "", "kind", "task"],
    ["a label of another group says nothing", ["domain:qa", "wontfix"], "", "kind", "task"],
    ["blanks in the block say nothing", [], 'output: "  "', "output", undefined],
    ["what the block says is kept as it is", [], 'output: " a page "', "output", " a page "],
  ])("%s", (_, labels, line, fact, value) => {
    const block = `<!-- mission-control:v1 -->\n\`\`\`yaml\n${line}\n\`\`\`\n<!-- /mission-control -->`;
    const found = Object.entries(of("x", block, labels)).find(([name]) => name === fact)?.[1];
    expect(found?.value).toBe(value);
  });

  it("reads of a choice with its explanation the choice, and a due date whole", () => {
    const answers = { Priority: "High: soon", Mode: "planning (first)", Risk: "Red – stop" };
    const { priority, mode, risk, due } = of(
      "x",
      form({ ...answers, Due: "2026-12-01T18:00:00Z" }),
    );
    expect([priority, mode, risk].map((one) => one?.value)).toEqual(["high", "Planning", "red"]);
    expect(due?.value).toBe("2026-12-01T18:00:00Z");
  });

  it("keeps an answer to 4000 characters and a reason to three words", () => {
    expect(of("x", form({ Boundaries: "y".repeat(4001) })).boundaries?.value).toHaveLength(4000);
    const { kind } = suggest(
      { title: "a b c d", body: "", labels: [] },
      Config.parse({ triage: { kinds: { bug: ["a", "b", "c", "d"] } } }),
    );
    expect(kind?.because).toBe('the words "a", "b", "c" in the title');
  });

  it("takes the configured kind where nothing says which, without confidence", () => {
    const { kind } = suggest(
      { title: "x", body: "", labels: [] },
      Config.parse({ triage: { default_kind: "support" } }),
    );
    expect(kind).toEqual({ value: "support", confidence: 0, because: "nothing says otherwise" });
  });

  it("takes from a path only what its pattern says, and leaves the rest to words", () => {
    const paths = [{ path: "lib/", project: "shop" }];
    const own = Config.parse({ projects: [{ id: "shop", name: "Shop" }], triage: { paths } });
    const found = suggest({ title: "The api", body: "lib/a.ts", labels: [] }, own);
    expect([found.project?.value, found.domain?.value]).toEqual(["shop", "backend"]);
    expect(of("x", "web/main.css").project).toBeUndefined();
  });

  it("is as sure as kind, priority and domain are decided", () => {
    expect(confidenceOf(of("x"))).toBe(0);
    expect(undecidedIn(of("A crash"))).toEqual(["priority", "domain"]);
    expect(confidenceOf(of("An urgent crash of the api"))).toBe(1);
  });

  it("has a form for every kind", () => {
    expect([...issueForms().keys()].filter((path) => /\d-/.test(path))).toHaveLength(kinds.length);
  });
});
