// Whether whoever the contact is with says yes to being coded. It is asked once, the
// answer holds until another one is given, and a no is easy to say at any time.

import { button, el, type Child } from './dom';
import { quickNote } from './notes';
import { type Sheet, yes, yesNo } from './sheet';
import { framed, type Maker, type Shell, type Visit } from './shell';
import { failureWords } from './welcome';
import { capital, clock, t } from './words';

/** Who the contact is with, by role and never by name: "mor". */
export function who(visit: Visit): string {
  return visit.with || t('said.someone');
}

/** The same at the beginning of a sentence. */
export function Who(visit: Visit): string {
  return capital(who(visit));
}

/** Keeps an answer; what went wrong is said. */
export async function say(shell: Shell, visit: Visit, agrees: boolean, at = new Date()): Promise<void> {
  try {
    await shell.core.answerCoding(visit, agrees, at);
  } catch (problem) {
    shell.tell(failureWords(problem));
  }
}

/** The answer that stands, as a sentence; nothing where nobody has asked. */
export function answered(shell: Shell, visit: Visit): string {
  const answer = shell.core.answerOf(visit);
  return answer ? t(answer.agrees ? 'said.yes.at' : 'said.no.at', { who: Who(visit), time: clock(answer.at) }) : '';
}

/** Lets the tick "says yes to coding" of a sheet be kept, when one has left it: a slip of the finger is no answer. */
export function keepsAnswer(shell: Shell, visit: Visit, sheet: Sheet): { now: () => Promise<void>; end: () => void } {
  const stands = shell.core.answerOf(visit);
  if (stands) sheet.lay({ coding: yesNo(stands.agrees) });
  let tapped: Date | undefined;
  sheet.watch((name) => { if (name === 'coding') tapped = new Date(); });
  const now = async (): Promise<void> => {
    const said = sheet.get('coding'), at = tapped;
    tapped = undefined;
    if (!at || said === '' || shell.core.answerOf(visit)?.agrees === (said === yes)) return;
    await say(shell, visit, said === yes, at);
  };
  const hidden = (): void => { if (document.hidden) void now(); };
  document.addEventListener('visibilitychange', hidden);
  return { now, end: () => { document.removeEventListener('visibilitychange', hidden); void now(); } };
}

/** Asks in one tap, from below where the thumb is. */
export function askAboutCoding(visit: Visit, done: (agrees: boolean) => void): void {
  const place = document.getElementById('screen') ?? document.body, page = place.firstElementChild, from = document.activeElement;
  const close = (): void => {
    veil.remove();
    page?.removeAttribute('inert');
    if (from instanceof HTMLElement) from.focus();
  };
  const choose = (agrees: boolean) => (): void => { close(); done(agrees); };
  const question = t('said.ask', { who: who(visit) }), first = button(t('said.ask.yes'), 'button go wide', choose(true));
  const veil = el('div', { class: 'veil' }, el('div', { class: 'sheet asking', role: 'dialog', 'aria-modal': 'true', 'aria-label': question },
    el('h2', {}, question), el('p', {}, t('said.again', { who: Who(visit) })), first,
    button(t('said.ask.no'), 'button wide', choose(false)), button(t('said.ask.later'), 'link', close)));
  veil.addEventListener('keydown', (event) => { if (event.key === 'Escape') close(); });
  page?.setAttribute('inert', '');
  place.append(veil);
  first.focus();
}

/** What a no means, what one does instead, and the way back to a yes. */
export function refusal(shell: Shell, visit: Visit): Child {
  return el('section', { class: 'panel refusal', 'data-field': 'coding' }, el('h2', {}, answered(shell, visit) || t('said.no', { who: Who(visit) })),
    el('p', {}, t('said.instead', { who: Who(visit) })),
    el('div', { class: 'deeds column' }, button(t('deed.note'), 'button wide', () => shell.go(quickNote(visit))),
      button(t('said.yes_again', { who: Who(visit) }), 'link', () => void say(shell, visit, true).then(() => shell.again()))));
}

/** Somebody wants to code although the answer is no. */
export function declined(visit: Visit): Maker {
  return (shell) => {
    const no = shell.core.answerOf(visit)?.agrees === false;
    return framed(shell, { title: t(no ? 'said.not' : 'said.now'), back: true }, no ? refusal(shell, visit) : el('p', { class: 'panel' }, answered(shell, visit)));
  };
}
