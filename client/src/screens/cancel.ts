// A session that did not take place: who called it off, why, and what the child
// said. That nobody came is one of the answers.

import type { Cancel } from '../wire';
import { add, el } from './dom';
import { area, choose, line, only, showLacks, tick, time, yesOrNo, type Lack } from './fields';
import { instant, Sheet, yes } from './sheet';
import { framed, type Maker, type Visit } from './shell';
import { handIn, lastDeeds, need } from './writing';
import { clock, t, told } from './words';

const codes: Record<string, string[]> = {
  parent: ['ill', 'work', 'did_not_come', 'other'],
  child: ['ill', 'does_not_want', 'other'],
  placement: ['transport', 'holiday', 'ill', 'other'],
  provider: ['ill', 'no_room', 'no_interpreter', 'other'],
  authority: ['decision', 'acute', 'other'],
  safety: ['threat', 'intoxication', 'other'],
};

/** Why it did not take place. */
export function cancel(session: string): Maker {
  return (shell) => {
    const visit = need(shell, session), sheet = new Sheet(), reasons = el('div');
    const showReasons = (): void => {
      const side = sheet.get('side'), list = codes[side] ?? [];
      if (!list.includes(sheet.get('code'))) sheet.lay({ code: '' });
      reasons.replaceChildren(...(list.length > 0 ? [choose(sheet, 'code', t('cancel.code'), list.map((value) => ({ value, label: told('cancel.code.', value) })), { wide: true })] : []));
    };
    sheet.watch((name) => { if (name === 'side') showReasons(); });
    const is = (side: string, code?: string): boolean => sheet.get('side') === side && (code === undefined || sheet.get('code') === code);
    const screen = framed(shell, { title: t('cancel.title'), kicker: `${visit.label} ${clock(visit.start)} · ${visit.initials}`, back: true },
      choose(sheet, 'side', t('cancel.side'), Object.keys(codes).map((value) => ({ value, label: told('cancel.side.', value) })), { wide: true }), reasons,
      only(sheet, () => is('child'), area(sheet, 'child_words', t('cancel.child_words'), { rows: 2, hint: t('cancel.child_words.hint') })),
      only(sheet, () => is('authority', 'decision'), el('p', { class: 'note' }, t('cancel.decision'))),
      area(sheet, 'reason', t('cancel.reason'), { rows: 2, optional: true }), yesOrNo(sheet, 'told', t('cancel.told')),
      only(sheet, () => sheet.get('told') === yes, time(sheet, 'notice', t('cancel.notice')), line(sheet, 'told_by', t('cancel.told_by'), { optional: true })),
      line(sheet, 'informed', t('cancel.informed'), { optional: true }), tick(sheet, 'charged', t('cancel.charged')));
    const save = async (): Promise<boolean> => {
      if (showLacks(screen.node, lacksOf(sheet)) || !await handIn(shell, visit, { cancel: cancelOf(sheet, visit) })) return false;
      shell.home(); // what did not take place leaves the day
      return true;
    };
    add(screen.node.querySelector('main') ?? screen.node, lastDeeds({ text: t('cancel.save'), style: 'primary', click: save }));
    return screen;
  };
}

function lacksOf(sheet: Sheet): Lack[] {
  const lacks: Lack[] = [], side = sheet.get('side'), code = sheet.get('code');
  if (!side) lacks.push({ name: 'side', text: t('cancel.side.missing') });
  else if (!code) lacks.push({ name: 'code', text: t('cancel.code.missing') });
  if (side === 'child' && code === 'does_not_want' && !sheet.has('child_words')) lacks.push({ name: 'child_words', text: t('cancel.child_words.missing') });
  const words = code === 'other' || code === 'decision' || side === 'safety';
  if (words && !sheet.has('reason')) lacks.push({ name: 'reason', text: t('cancel.reason.missing') });
  if (!sheet.has('told')) lacks.push({ name: 'told', text: t('cancel.told.missing') });
  return lacks;
}

function cancelOf(sheet: Sheet, visit: Visit): Cancel {
  const told_ = sheet.get('told') === yes, at = told_ ? instant(new Date(), sheet.get('notice')) || new Date().toISOString() : '';
  return {
    version: visit.versions.session, no_show: sheet.get('code') === 'did_not_come', side: sheet.get('side'), code: sheet.get('code'),
    ...sheet.texts('reason', 'child_words', 'told_by', 'informed'), ...(at ? { notice_at: at } : {}), charged: sheet.get('charged') === yes,
  };
}
