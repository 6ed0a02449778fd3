// How long a note takes: counted while its screen is seen, and only then.

import { el, fill } from './dom';
import { minutesRing } from './icons';
import type { Shell } from './shell';
import { tn } from './words';

/** As many minutes as a note should take at most. */
export const aim = 10;

export interface Minutes {
  ring: HTMLElement;
  text: HTMLElement;
  used: () => number; // begun ones counted
  end: () => void;
}

/** Counts on where it was left. */
export function countMinutes(shell: Shell, session: string, before: number): Minutes {
  const begun = shell.core.spent(session) || before * 60_000;
  let counted = begun, since = document.hidden ? 0 : performance.now(), shown = -1;
  const ring = el('div', { class: 'minutes' }), text = el('p', { class: 'lead' });
  const now = (): number => counted + (since ? performance.now() - since : 0);
  const used = (): number => Math.max(1, Math.ceil(now() / 60_000));
  const show = (): void => {
    shell.core.spend(session, now());
    if (used() === shown) return;
    shown = used();
    fill(ring);
    ring.append(minutesRing(shown, aim));
    fill(text, tn('minutes.used', shown, { aim }));
  };
  const seen = (): void => {
    if (document.hidden && since) {
      counted = now();
      since = 0;
    } else if (!document.hidden && !since) since = performance.now();
    show();
  };
  document.addEventListener('visibilitychange', seen);
  const timer = window.setInterval(show, 5000);
  show();
  const end = (): void => {
    show();
    clearInterval(timer);
    document.removeEventListener('visibilitychange', seen);
  };
  return { ring, text, used, end };
}
