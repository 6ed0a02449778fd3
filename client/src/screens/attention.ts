// Something needs special attention: a flag that somebody follows up, and if one
// wants it a quick word to the adviser. Nothing is chosen beforehand.

import type { Attention } from '../core';
import { add, el, note, type Child } from './dom';
import { area, line, only, showLacks, tick, yesOrNo, type Lack } from './fields';
import { yes, type Sheet } from './sheet';
import { framed, type Maker, type Shell } from './shell';
import { begunAnew, blindNote, handIn, keepNow, lastDeeds, origin, writingOf } from './writing';
import { t } from './words';

/** Raises a flag of a session, or of a course where session is empty. */
export function attention(of: { case: string; session: string; initials: string }, dark = false): Maker {
  return (shell) => {
    const writing = writingOf(shell, of, { name: 'attention', drafts: [{ form: 'attention', belongs: () => true }], parts: {}, start: () => ({ quick: yes }) }), sheet = writing.sheet;
    const screen = framed(shell, { title: t('attention.title'), lead: t('attention.lead', { initials: of.initials }), back: true }, blindNote(shell, writing), attentionFields(shell, sheet));
    const save = async (): Promise<boolean> => {
      if (showLacks(screen.node, attentionLacks(sheet))) return false;
      if (!await handIn(shell, of, { attention: attentionOf(shell, sheet), draft: origin(writing, 'attention') })) return false;
      begunAnew(shell, writing);
      shell.back();
      return true;
    };
    const main = screen.node.querySelector('main') ?? screen.node;
    add(main, lastDeeds({ text: t('attention.save'), style: 'primary', click: save }));
    keepNow(shell, main, writing);
    return { ...screen, dark, records: dark };
  };
}

/** The questions after a yes; they stand in the note of a contact too. */
export function attentionFields(shell: Shell, sheet: Sheet): Child {
  return el('div', {}, area(sheet, 'what', t('attention.what'), { hint: t('attention.what.hint') }),
    yesOrNo(sheet, 'danger', t('attention.danger'), t('attention.danger.hint')),
    only(sheet, () => sheet.get('danger') === yes, ring(shell)),
    tick(sheet, 'quick', t('attention.quick'), t('attention.quick.hint')),
    only(sheet, () => sheet.get('quick') === yes, line(sheet, 'quick.subject', t('attention.subject'), { hint: t('attention.subject.hint') }),
      area(sheet, 'quick.body', t('attention.body')), tick(sheet, 'quick.urgent', t('attention.urgent'), t('attention.urgent.hint')),
      tick(sheet, 'quick.send', t('attention.send')), note(t('attention.else'))));
}

// Whom to call, with their numbers: what is written here is sent too late.
function ring(shell: Shell): HTMLElement {
  const leader = (shell.core.day ?? shell.core.kept)?.leader, to = (phone: string): string => `tel:${phone.replace(/[^+0-9]/g, '')}`;
  return el('div', { class: 'panel' }, el('p', {}, t('attention.ring')), el('div', { class: 'deeds column' }, el('a', { class: 'button wide', href: to('112') }, t('attention.ring.112')),
    leader?.phone ? el('a', { class: 'button wide', href: to(leader.phone) }, t('attention.ring.leader', { ...leader })) : null),
    leader?.phone ? null : el('p', {}, t('attention.ring.no_number')), el('p', {}, t('attention.notify')));
}

/** What is missing after a yes. */
export function attentionLacks(sheet: Sheet): Lack[] {
  const lacks: Lack[] = [];
  if (!sheet.has('what')) lacks.push({ name: 'what', text: t('attention.what.missing') });
  if (sheet.answer('danger') === undefined) lacks.push({ name: 'danger', text: t('attention.danger.missing') });
  if (sheet.get('quick') === yes) {
    if (!sheet.has('quick.subject')) lacks.push({ name: 'quick.subject', text: t('attention.subject.missing') });
    if (!sheet.has('quick.body')) lacks.push({ name: 'quick.body', text: t('attention.body.missing') });
  }
  return lacks;
}

/** What is sent; its numbers are made once, so that sending twice changes nothing. */
export function attentionOf(shell: Shell, sheet: Sheet): Attention {
  for (const name of ['attention.id', 'quick.id']) if (!sheet.has(name)) sheet.lay({ [name]: shell.core.newID() });
  const made: Attention = { id: sheet.get('attention.id'), danger: sheet.answer('danger') === true, what: sheet.get('what').trim() };
  if (sheet.get('quick') !== yes) return made;
  return {
    ...made, feedback: sheet.get('quick.id'), subject: sheet.get('quick.subject').trim(), body: sheet.get('quick.body').trim(),
    urgent: sheet.get('quick.urgent') === yes, send: sheet.get('quick.send') === yes,
  };
}
