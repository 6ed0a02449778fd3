// A few words at a moment, and a picture with words.

import { add, button, el, fill, note } from './dom';
import { area, choose, showLacks } from './fields';
import { icon } from './icons';
import { Sheet, withOffset } from './sheet';
import { courseOf, framed, type Maker } from './shell';
import { begunAnew, blindNote, handIn, keepNow, lastDeeds, origin, writingOf } from './writing';
import { failureWords } from './welcome';
import { clock, t } from './words';

interface Of {
  case: string;
  session: string;
  initials: string;
}

/** A note of now, under a goal if one wants. */
export function quickNote(of: Of, dark = false): Maker {
  return (shell) => {
    const writing = writingOf(shell, of, { name: 'note', drafts: [{ form: 'note', belongs: () => true }], parts: {}, start: () => ({ at: withOffset(new Date()) }) });
    const sheet = writing.sheet, at = new Date(sheet.get('at')), goals = courseOf(shell.core, of.case)?.goals ?? [];
    const screen = framed(shell, { title: t('note.title'), lead: t('note.lead', { time: clock(at), initials: of.initials }), back: true }, blindNote(shell, writing),
      area(sheet, 'text', t('note.text'), { hint: t('only_saw'), rows: 4 }),
      goals.length > 0 && !dark ? choose(sheet, 'goal', t('note.goal'), [{ value: '', label: t('note.no_goal') }, ...goals.map((g) => ({ value: g.id, label: g.label }))], { wide: true }) : null);
    const save = async (): Promise<boolean> => {
      if (showLacks(screen.node, sheet.has('text') ? [] : [{ name: 'text', text: t('note.missing') }])) return false;
      const goal = sheet.get('goal'), said = { at: withOffset(at), text: sheet.get('text').trim(), ...(goal ? { goal } : {}) };
      if (!await handIn(shell, of, { note: said, draft: origin(writing, 'note') })) return false;
      begunAnew(shell, writing);
      shell.back();
      return true;
    };
    const main = screen.node.querySelector('main') ?? screen.node;
    add(main, lastDeeds({ text: t('note.save'), style: 'primary', click: save }));
    keepNow(shell, main, writing);
    return { ...screen, dark, records: dark };
  };
}

/** A picture from the phone's camera; where and when it was taken is stripped off. */
export function picture(of: Of): Maker {
  return (shell) => {
    const sheet = new Sheet(), preview = el('div', { class: 'preview' });
    let photo: Blob | undefined, address = '';
    const input = el('input', { type: 'file', accept: 'image/*', capture: 'environment', class: 'unseen', id: 'photo', 'data-name': 'photo' });
    input.addEventListener('change', () => {
      photo = input.files?.[0];
      if (address) URL.revokeObjectURL(address);
      if (!photo) return;
      address = URL.createObjectURL(photo);
      fill(preview, el('img', { src: address, alt: t('picture.taken') }));
    });
    const screen = framed(shell, { title: t('picture.title'), lead: t('picture.lead'), back: true },
      el('div', { class: 'field', 'data-field': 'photo' }, input, el('label', { class: 'button wide', for: 'photo' }, icon('camera'), t('picture.take'))), preview,
      area(sheet, 'words', t('picture.words'), { hint: t('picture.words.hint'), rows: 2 }), note(t('picture.stripped')));
    const save = button(t('picture.save'), 'button wide primary', () => {
      const lacks = [...(photo ? [] : [{ name: 'photo', text: t('picture.missing') }]), ...(sheet.has('words') ? [] : [{ name: 'words', text: t('picture.words.missing') }])];
      if (showLacks(screen.node, lacks) || !photo) return;
      save.disabled = true;
      shell.core.picture(of.case, of.session, photo, sheet.get('words').trim()).then((kept) => {
        shell.back();
        shell.tell(t(kept.where === 'memory' ? 'form.memory' : 'picture.kept'));
      }, (problem: unknown) => shell.tell(failureWords(problem))).finally(() => { save.disabled = false; });
    });
    add(screen.node.querySelector('main') ?? screen.node, el('div', { class: 'last' }, save));
    const left = screen.left;
    return { ...screen, left: () => { if (address) URL.revokeObjectURL(address); left?.(); } };
  };
}
