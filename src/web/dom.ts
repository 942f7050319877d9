export type Child = Node | string | null;
export type Attributes = Readonly<Record<string, string | boolean | null>>;

/** An element with attributes and children; text is always text, never markup. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children) if (child !== null) element.append(child);
  return element;
}

/** The element of the page with this id. Throws when the page has none: then page and code do not belong together. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

export function setText(element: Element | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text;
}

/** Sets the text of everything that the selector finds. */
export function fill(selector: string, text: string): void {
  for (const element of document.querySelectorAll(selector)) setText(element, text);
}

/** A link, or plain words when the address is not http(s) or a path. */
export function link(
  address: string,
  attributes: Attributes,
  ...children: readonly Child[]
): HTMLElement {
  const url = URL.parse(address, document.baseURI);
  if (address === "" || url === null || !/^https?:$/.test(url.protocol)) {
    return el("span", attributes, ...children);
  }
  return el("a", { ...attributes, href: url.href, rel: "noopener" }, ...children);
}

const drawn = new WeakMap<Element, { readonly key: string; readonly signature: string }>();

/**
 * Makes the children of `parent` those of `items`, touching only what differs, so that focus, selection and scroll
 * position survive an update.
 */
export function keyed<T>(
  parent: Element,
  items: readonly T[],
  key: (item: T) => string,
  build: (item: T) => HTMLElement,
): void {
  const old = new Map<string, Element>();
  for (const child of parent.children) {
    const known = drawn.get(child);
    if (known) old.set(known.key, child);
  }
  let place = parent.firstElementChild;
  for (const item of items) {
    const name = key(item);
    const signature = JSON.stringify(item);
    const before = old.get(name);
    if (before !== undefined && drawn.get(before)?.signature === signature) {
      old.delete(name);
      if (before === place) place = place.nextElementSibling;
      else parent.insertBefore(before, place);
      continue;
    }
    const after = build(item);
    drawn.set(after, { key: name, signature });
    parent.insertBefore(after, place);
    if (before?.contains(document.activeElement))
      after.querySelector<HTMLElement>("a, button")?.focus();
  }
  while (place !== null) {
    const next = place.nextElementSibling;
    place.remove();
    place = next;
  }
}
