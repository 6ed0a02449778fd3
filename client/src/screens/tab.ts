// A tab that only shows: another one writes, and what was typed here would be kept
// nowhere.

const typed = 'textarea, input:not([type="password"]), .last button';

/** Closes the fields and the deeds of a screen in a tab that only shows, and opens them when it is the one that writes. */
export function showOnly(screen: ParentNode, on: boolean): void {
  for (const field of screen.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLButtonElement>(typed)) {
    if (on === 'only' in field.dataset) continue;
    if (on && field.disabled) continue;
    field.disabled = on;
    if (on) field.dataset.only = '';
    else delete field.dataset.only;
  }
}
