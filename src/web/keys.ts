import { byId } from "./dom.ts";

/** Keys for the whole page; none of them acts while something is being typed, but Escape. */
export function startKeys(act: {
  readonly toggleTheme: () => void;
  readonly clearFilter: () => void;
}): void {
  const sheet = byId("help-sheet");
  const openSheet = () => {
    if (sheet instanceof HTMLDialogElement && !sheet.open) sheet.showModal();
  };
  byId("help").addEventListener("click", openSheet);
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping =
      event.target instanceof Element && event.target.matches("input, select, textarea");
    if (event.key === "Escape") {
      if (sheet instanceof HTMLDialogElement && sheet.open) return;
      act.clearFilter();
      if (isTyping && event.target instanceof HTMLElement) event.target.blur();
      return;
    }
    if (isTyping) return;
    if (event.key === "?") openSheet();
    else if (event.key === "t") act.toggleTheme();
    else if (event.key === "/") byId("filter-q").focus();
    else if (!moveFocus(event.key)) return;
    event.preventDefault();
  });
}

/** From card to card, and from column to column; only when a card has the focus already. */
function moveFocus(key: string): boolean {
  const card = document.activeElement?.closest(".card");
  if (!card) return false;
  if (key === "ArrowDown") return focusCard(card.nextElementSibling);
  if (key === "ArrowUp") return focusCard(card.previousElementSibling);
  if (key !== "ArrowRight" && key !== "ArrowLeft") return false;
  const open = [...document.querySelectorAll(".column")].filter((column) =>
    column.querySelector(".card"),
  );
  const here = open.findIndex((column) => column.contains(card));
  const there = open[here + (key === "ArrowRight" ? 1 : -1)];
  const row = [...(card.parentElement?.children ?? [])].indexOf(card);
  const cards = there?.querySelectorAll(".card");
  return focusCard(cards?.[Math.min(row, cards.length - 1)] ?? null);
}

function focusCard(card: Element | null): boolean {
  const target = card?.querySelector<HTMLElement>(".card-link");
  target?.focus();
  target?.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}
