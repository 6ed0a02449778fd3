// The program was closed while somebody coded: what is kept of it, and going on.

import type { Interrupted } from '../core';
import { begin } from './coding';
import { add, button, el, fill } from './dom';
import { lengthAndPart } from './before';
import { Sheet } from './sheet';
import { framed, visitOf, type Maker, type Shell } from './shell';
import { since } from './status';
import { failureWords } from './welcome';
import { running, t, tn } from './words';

/** Every stretch that was never ended. */
export const interrupted: Maker = (shell) => {
  const list = shell.core.interrupted;
  const screen = framed(shell, { title: t('cut.title'), lead: t('cut.lead'), back: true }, ...list.map((i) => one(shell, i)));
  if (list.length === 0) add(screen.node.querySelector('main') ?? screen.node, el('p', { class: 'empty' }, t('cut.none')));
  return screen;
};

function one(shell: Shell, cut: Interrupted): HTMLElement {
  const visit = visitOf(shell.core, cut.session), sheet = new Sheet(), said = el('p', { role: 'status' });
  const ended = async (): Promise<boolean> => {
    try {
      await shell.core.endInterrupted(cut.segment);
      return true;
    } catch (problem) {
      fill(said, failureWords(problem));
      return false;
    }
  };
  const finish = async (): Promise<void> => {
    if (!await ended()) return;
    shell.tell(t('cut.ended', { time: since(cut.last) }));
    if (shell.core.interrupted.length > 0) shell.again();
    else shell.back();
  };
  const goOn = async (): Promise<void> => {
    if (visit && await ended()) begin(shell, visit, (sheet.get('part') || 'play') as never, Number(sheet.get('length') || '8'));
  };
  return el('section', { class: 'part' }, el('h2', {}, tn('cut.what', cut.taps, { time: since(cut.last) })),
    el('p', {}, visit ? t('cut.of', { label: visit.label, initials: visit.initials, start: since(cut.started), at: running(cut.at) }) : t('cut.of.unknown', { start: since(cut.started), at: running(cut.at) })),
    visit?.describe ? el('div', {}, lengthAndPart(sheet), button(t('cut.go_on'), 'button primary wide', () => void goOn())) : null,
    el('div', { class: 'deeds' }, button(t('cut.finish'), 'button wide', () => void finish())), said);
}
