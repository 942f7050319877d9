/** The little of the page that is used below; this code has no DOM types because it is compiled for Node. */
type Seen = {
  readonly innerText: string;
  readonly checkVisibility: (options: object) => boolean;
  readonly scrollIntoView: (options: object) => void;
  readonly getClientRects: () => ArrayLike<{
    left: number;
    top: number;
    width: number;
    height: number;
  }>;
  readonly contains: (other: Seen) => boolean;
};
type Page = {
  readonly querySelectorAll: (selector: string) => Iterable<Seen>;
  readonly elementFromPoint: (x: number, y: number) => Seen | null;
};

/**
 * Runs inside the page: per name, the texts a person can see. What is hidden, has no size, or has something else on top
 * of its middle after it was scrolled to is left out. Self-contained, since only its source reaches the page.
 */
export function seenTexts(selectors: Readonly<Record<string, string>>): Record<string, string[]> {
  const page = (globalThis as unknown as { document: Page }).document;
  const found: Record<string, string[]> = {};
  for (const [name, selector] of Object.entries(selectors)) {
    const texts: string[] = [];
    for (const element of page.querySelectorAll(selector)) {
      if (
        !element.checkVisibility({
          opacityProperty: true,
          visibilityProperty: true,
          contentVisibilityAuto: true,
        })
      )
        continue;
      element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      const box = element.getClientRects()[0];
      if (box === undefined || box.width < 1 || box.height < 1) continue;
      const top = page.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      if (top === null || !element.contains(top)) continue;
      texts.push(element.innerText.replace(/\s+/g, " ").trim());
    }
    found[name] = texts;
  }
  return found;
}
