// Small typed helpers that make elements. Text is always put in as text, never
// read as markup, so that nothing anybody wrote can become part of the page.

export type Child = Node | string | null | undefined | false;
type Listener = (event: Event) => void;
export type Attributes = Record<string, string | number | boolean | undefined | Listener>;

/**
 * The form that text fields belong to. A browser writes what stands in a field to its
 * disk, to show it again when the page comes back, unless the form says no.
 */
export const unremembered = 'unremembered';

/** Makes an element. A function among the attributes listens: { click: … }. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (tag === 'input') made.setAttribute('autocomplete', 'off');
  if (tag === 'textarea') made.setAttribute('form', unremembered);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') made.addEventListener(name, value);
    else made.setAttribute(name, value === true ? '' : String(value));
  }
  add(made, ...children);
  return made;
}

/** Puts children into an element; what is nothing is left out. */
export function add(to: Element, ...children: Child[]): void {
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) to.append(child);
  }
}

/** Takes everything out of an element and puts these in. */
export function fill(to: Element, ...children: Child[]): void {
  to.replaceChildren();
  add(to, ...children);
}

const space = 'http://www.w3.org/2000/svg';

/** Makes a part of a drawing. */
export function draw(tag: string, attributes: Record<string, string | number> = {}, ...children: Element[]): SVGElement {
  const made = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/**
 * A button that does something; it never sends a form. What is under way is not begun
 * again, and what has been done (the promise answers true) is not done once more.
 */
export function button(text: string, style: string, click: () => unknown, ...more: Child[]): HTMLButtonElement {
  const made = el('button', { type: 'button', class: style }, ...more, text);
  made.addEventListener('click', () => {
    const work = click();
    if (!(work instanceof Promise)) return;
    made.disabled = true;
    void work.catch(() => false).then((done) => { made.disabled = done === true; });
  });
  return made;
}

/** Work of which several buttons are the way: while it is under way, and when it has been done, it is not begun again. */
export function once(work: () => Promise<boolean>): () => Promise<boolean> {
  let under: Promise<boolean> | undefined;
  return () => under ??= work().catch(() => false).then((done) => {
    if (!done) under = undefined;
    return done;
  });
}

/** A paragraph of small text. */
export function note(text: string): HTMLParagraphElement {
  return el('p', { class: 'note' }, text);
}

/** A part that is opened with a tap. */
export function more(summary: string, open: boolean, ...children: Child[]): HTMLDetailsElement {
  return el('details', { open }, el('summary', {}, summary), el('div', { class: 'inside' }, ...children));
}

let numbers = 0;

/** An id that no other element of this page has. */
export function freshId(start: string): string {
  numbers += 1;
  return `${start}-${numbers}`;
}
