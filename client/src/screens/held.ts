// What a person must act on: entries that were refused, that clash, or that lie
// on the shelf at the office; and handing over what waits as a file.

import type { RefusedEntry } from '../core';
import { add, button, el, fill, note } from './dom';
import { icon } from './icons';
import { framed, visitOf, type Maker, type Shell } from './shell';
import { since } from './status';
import { failureWords } from './welcome';
import { clock, t, tn, told } from './words';

/** What is held back, on the phone and at the office. */
export const held: Maker = (shell) => {
  const place = el('div');
  const screen = framed(shell, { title: t('held.title'), lead: t('held.lead'), back: true }, place);
  const show = (): void => {
    const s = shell.core.status, back = shell.core.day?.held_back ?? [];
    fill(place);
    for (const entry of s.refused) add(place, refused(shell, entry));
    for (const b of back) {
      add(place, el('section', { class: 'part held' }, el('h2', {}, icon('waiting'), t('held.shelf')),
        el('p', {}, b.why), note(of(shell, b.session, b.at)), note(t('held.shelf.do'))));
    }
    if (s.refused.length === 0 && back.length === 0) add(place, el('p', { class: 'empty' }, t('held.none')));
    if (s.refused.length > 0) add(place, el('div', { class: 'deeds' }, button(t('hand.deed'), 'button', () => shell.go(handed))));
  };
  show();
  const end = shell.watch(show), left = screen.left;
  return { ...screen, left: () => { end(); left?.(); } };
};

function of(shell: Shell, session: string, at: string): string {
  const visit = visitOf(shell.core, session);
  return visit ? t('held.of', { time: since(at), label: visit.label, initials: visit.initials, start: clock(visit.start) }) : t('held.at', { time: since(at) });
}

function refused(shell: Shell, entry: RefusedEntry): HTMLElement {
  const said = el('div', { role: 'status' });
  const away = (): void => {
    shell.core.giveUp(entry.id).then(() => undefined, (problem: unknown) => fill(said, el('p', {}, failureWords(problem))));
  };
  const first = button(t('held.away'), 'button', () => {
    first.hidden = true;
    fill(said, el('p', {}, t('held.away.ask')), el('div', { class: 'deeds' }, button(t('held.away.sure'), 'button', away)));
  });
  return el('section', { class: 'part held is-broken' }, el('h2', {}, icon('broken'), told('held.result.', entry.result)),
    el('p', {}, entry.text || t('held.no_reason')), note(of(shell, entry.session, entry.at)), el('p', {}, told('held.do.', entry.result)),
    el('div', { class: 'deeds' }, first), said);
}

// What the phone's former key signed can never be sent from here. It goes when its
// owner says that the desk has taken the file, and stays until then.
function former(shell: Shell): HTMLElement {
  const place = el('div'), n = shell.core.status.former;
  const gone = (): void => {
    shell.core.handedIn().then(() => shell.home(), (problem: unknown) => fill(place, el('p', {}, failureWords(problem))));
  };
  add(place, el('p', {}, tn('hand.former', n)), button(t('hand.former.deed'), 'button', () => {
    fill(place, el('p', {}, t('hand.former.ask')), el('div', { class: 'deeds' }, button(t('hand.former.sure'), 'button', gone)));
  }));
  return place;
}

// Everything is in the file: once the desk has taken it, the phone may be emptied.
function emptied(shell: Shell): HTMLElement {
  const place = el('div');
  const gone = (): void => {
    shell.core.leaveWithFile().then(() => shell.home(), (problem: unknown) => fill(place, el('p', {}, failureWords(problem))));
  };
  add(place, note(t('hand.leave')), button(t('hand.former.deed'), 'button', () => {
    fill(place, el('p', {}, t('hand.former.ask')), el('div', { class: 'deeds' }, button(t('hand.leave.sure'), 'button', gone)));
  }));
  return place;
}

/** What waits, as a file that is handed in at the desk. */
export const handed: Maker = (shell) => {
  const s = shell.core.status, waits = s.waits + s.refused.length + s.pictures;
  const said = el('div', { role: 'status', class: 'result deeds column' });
  const make = (): void => {
    shell.core.handOver().then((file) => {
      const address = URL.createObjectURL(file);
      const name = `samspil-${new Date().toISOString().slice(0, 10)}.json`;
      const link = el('a', { href: address, download: name, class: 'button' }, t('hand.save', { name }));
      fill(said, el('p', {}, t('hand.made')), link);
      link.click();
      add(said, shell.core.status.former > 0 ? former(shell) : emptied(shell));
    }, (problem: unknown) => fill(said, el('p', {}, failureWords(problem))));
  };
  return framed(shell, { title: t('hand.title'), lead: tn('hand.lead', waits), back: true },
    el('ol', { class: 'numbers' }, el('li', {}, t('hand.1')), el('li', {}, t('hand.2')), el('li', {}, t('hand.3'))),
    note(t('hand.sealed')), el('div', { class: 'deeds' }, button(t('hand.make'), 'button primary wide', make)), said);
};
