import { byId, el, link } from "./dom.ts";

/** The form that files an item; only a page served with an inbox address has it. Returns whether this one has. */
export function startInboxForm(filed: () => void): boolean {
  const address = document.querySelector<HTMLMetaElement>(
    'meta[name="mission-control-inbox"]',
  )?.content;
  const form = byId("inbox-form");
  if (!address || !(form instanceof HTMLFormElement)) return false;

  const text = el("input", {
    type: "text",
    name: "text",
    required: true,
    maxlength: "2000",
    placeholder: "What has to be done?",
    "aria-label": "File an item: what has to be done?",
    autocomplete: "off",
  });
  const button = el("button", { class: "button strong" }, "File an item");
  const outcome = el("p", { class: "outcome", role: "status" });
  form.append(text, button, outcome);
  form.hidden = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (text.value.trim() === "") return;
    button.disabled = true;
    outcome.dataset["outcome"] = "under way";
    outcome.replaceChildren("Filing …");
    const answer = await file(address, text.value.trim());
    button.disabled = false;
    outcome.dataset["outcome"] = answer.ok ? "filed" : "refused";
    outcome.replaceChildren(answer.words);
    if (answer.ok && answer.url !== null)
      outcome.append(" ", link(answer.url, {}, `#${answer.number}`));
    if (!answer.ok) return;
    text.value = "";
    text.focus();
    filed();
  });
  return true;
}

type Filed = {
  readonly ok: boolean;
  readonly words: string;
  readonly url: string | null;
  readonly number: string;
};

async function file(address: string, text: string): Promise<Filed> {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ text }),
    });
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) {
      return refused(
        `Not filed: ${word(answer, "error") ?? word(answer, "message") ?? `the server answered ${response.status}`}`,
      );
    }
    return {
      ok: true,
      words: "Filed.",
      url: word(answer, "url"),
      number: word(answer, "number") ?? "",
    };
  } catch {
    return refused("Not filed: the server is out of reach. Nothing was lost here; try again.");
  }
}

function refused(words: string): Filed {
  return { ok: false, words, url: null, number: "" };
}

function word(answer: unknown, key: string): string | null {
  if (typeof answer !== "object" || answer === null) return null;
  const value: unknown = Reflect.get(answer, key);
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}
