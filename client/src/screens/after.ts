// After a contact: the note in six steps. What is known stands there; the button
// names the first step without an answer; the one question has nothing chosen.

import { attentionLacks, attentionOf } from './attention';
import { add, button, el, fill, once, type Child } from './dom';
import { showLacks, type Lack } from './fields';
import { handOver } from './handover';
import { countMinutes, type Minutes } from './minutes';
import { afterOf, duringOf, noteWriting } from './note';
import { focusStrand, measures, rate } from './ratings';
import { no, type Sheet, yes } from './sheet';
import { courseOf, framed, type Maker, type Shell, type Visit, type Writing } from './shell';
import { asksPresence, known, next, question, saw, think, words, type Known } from './steps';
import { handInStop, stopDone } from './stop';
import { blindNote, handIn, handInPart, keepNow, keptNote, need } from './writing';
import { longDate, t } from './words';

interface Step {
  name: 'known' | 'saw' | 'words' | 'think' | 'question' | 'next';
  content: Child;
  lacks: () => Lack[]; // what signing would ask for
  waits?: boolean; // can wait
  must?: string[]; // what nothing can be handed in without
}

/** The note of a contact. */
export function after(session: string): Maker {
  return (shell) => {
    const visit = need(shell, session), writing = noteWriting(shell, visit), sheet = writing.sheet;
    const minutes = countMinutes(shell, session, sheet.number('writing'));
    const screen = framed(shell, { title: t('after.title'), kicker: `${visit.label} ${longDate(visit.start)}`, back: true, aside: minutes.ring },
      blindNote(shell, writing), visit.describe ? null : el('p', { class: 'panel locked' }, visit.why ?? t('before.no_basis'), ' ', t('before.facts_only')));
    screen.node.querySelector('.head')?.append(minutes.text);
    const main = screen.node.querySelector('main') ?? screen.node, steps = stepsOf(shell, visit, sheet, minutes);
    steps.forEach((step, n) => add(main, part(step, n + 1)));
    add(main, measures(shell, visit, 'consultant'), foot(shell, visit, writing, screen.node, steps, minutes));
    keepNow(shell, main, writing);
    sheet.watch((name) => { if (name !== 'writing') sheet.lay({ writing: String(minutes.used()) }); });
    const left = screen.left;
    return { ...screen, left: () => { minutes.end(); left?.(); } };
  };
}

function stepsOf(shell: Shell, visit: Visit, sheet: Sheet, minutes: Minutes): Step[] {
  const course = courseOf(shell.core, visit.case), goals = course?.goals ?? [], facts: Known = { visit, persons: course?.persons ?? [], pieces: pieces(shell, visit) };
  const give = (who: 'parent' | 'child') => (): void => {
    sheet.lay({ writing: String(minutes.used()) });
    shell.go(handOver(visit, who));
  };
  const steps: Step[] = [{ name: 'known', content: known(shell, sheet, facts), lacks: () => knownLacks(shell, visit, sheet), must: ['outcome', 'outcome_reason', 'start', 'end', 'present', 'conditions_comment'] }];
  if (visit.describe) steps.push({ name: 'saw', content: saw(sheet), lacks: () => missing(sheet, 'observation', 'arrival', 'help', 'goodbye') });
  steps.push({ name: 'words', content: words(sheet, visit, give('parent'), give('child')), lacks: () => wordsLacks(sheet, visit) });
  if (visit.describe) steps.push({ name: 'think', content: think(sheet, goals), lacks: () => [], waits: true });
  steps.push({ name: 'question', content: question(shell, sheet), lacks: () => questionLacks(sheet), must: ['attention', 'what', 'danger', 'quick.subject', 'quick.body'] });
  steps.push({ name: 'next', content: next(sheet, visit), lacks: () => [], waits: true });
  return steps;
}

function part(step: Step, n: number): HTMLElement {
  return el('section', { class: `part step is-${step.name}`, 'data-step': step.name },
    el('div', { class: 'step-head' }, el('h2', {}, t('step.numbered', { n, title: t(`step.${step.name}`) })), step.waits && step.name === 'think' ? el('span', { class: 'note' }, t('step.waits')) : null), step.content);
}

/** Stretches coded of this contact, as far as is known here. */
function pieces(shell: Shell, visit: Visit): Known['pieces'] {
  const here = [...shell.coded.entries()].filter(([, c]) => c.session === visit.session), ids = here.map(([id]) => id);
  const there = (visit.segments ?? []).filter((s) => s.mine && s.closed && !ids.includes(s.id));
  return [...there.map((s) => ({ part: s.part, length: s.length, events: s.events })), ...here.map(([, c]) => c)];
}

function missing(sheet: Sheet, ...names: ('observation' | 'arrival' | 'help' | 'goodbye' | 'child_words')[]): Lack[] {
  return names.filter((name) => !sheet.has(name)).map((name) => ({ name, text: t(`lack.${name}`) }));
}

function knownLacks(shell: Shell, visit: Visit, sheet: Sheet): Lack[] {
  const lacks: Lack[] = [], outcome = sheet.get('outcome');
  if (!outcome) lacks.push({ name: 'outcome', text: t('lack.outcome') });
  if ((outcome === 'late' || outcome === 'shortened') && !sheet.has('outcome_reason')) lacks.push({ name: 'outcome_reason', text: t('lack.outcome_reason') });
  if (outcome === 'stopped' && !stopDone(shell, visit)) lacks.push({ name: 'stop', text: t('lack.stop') });
  if (!sheet.has('start')) lacks.push({ name: 'start', text: t('lack.start') });
  if (!sheet.has('end') || sheet.get('end') <= sheet.get('start')) lacks.push({ name: 'end', text: t('lack.end') });
  if (!sheet.has('brought', 'fetched')) lacks.push({ name: 'brought', text: t('lack.brought') });
  if (asksPresence(visit) && sheet.answer('present') === undefined) lacks.push({ name: 'present', text: t('lack.present') });
  if (sheet.get('conditions') === no && !sheet.has('conditions_comment')) lacks.push({ name: 'conditions_comment', text: t('lack.conditions') });
  if (sheet.has('incident') && !sheet.has('incident_told')) lacks.push({ name: 'incident_told', text: t('lack.incident') });
  return lacks;
}

function wordsLacks(sheet: Sheet, visit: Visit): Lack[] {
  const lacks = visit.describe ? missing(sheet, 'child_words') : [], held = sheet.answer('held');
  if (held === undefined) lacks.push({ name: 'held', text: t('lack.held') });
  if (held === false && !sheet.has('after_reason')) lacks.push({ name: 'after_reason', text: t('lack.after_reason') });
  if (held && visit.describe && !sheet.has('focus_rating', 'focus_answer')) lacks.push({ name: 'focus_rating', text: t('lack.focus_rating') });
  return lacks;
}

function questionLacks(sheet: Sheet): Lack[] {
  const answer = sheet.get('attention');
  if (!answer) return [{ name: 'attention', text: t('lack.attention') }];
  return answer === yes && !sheet.has('attention.sent') ? attentionLacks(sheet) : [];
}

/** The button of the first step without an answer, or the one that hands in. */
function foot(shell: Shell, visit: Visit, writing: Writing, page: HTMLElement, steps: Step[], minutes: Minutes): HTMLElement {
  const place = el('div', { class: 'last sticky' }), note = keptNote();
  const save = once(async () => {
    if (showLacks(page, steps.flatMap(needed)) || !await handInNote(shell, visit, writing, minutes.used())) return false;
    shell.back();
    return true;
  });
  const show = (): void => {
    const open = steps.findIndex((s) => !s.waits && s.lacks().length > 0), must = steps.some((s) => needed(s).length > 0);
    const step = steps[open], text = step ? t('after.answer', { n: open + 1 }) : t('after.save');
    if (place.dataset.text === text + String(must)) return;
    place.dataset.text = text + String(must);
    const later = must ? button(t('after.later'), 'link', () => shell.back()) : step ? button(t('after.save_so'), 'link', save) : null;
    fill(place, button(text, 'button primary wide', () => (step ? goTo(page, step) : save())), later, note);
  };
  show();
  writing.sheet.watch(show);
  return place;
}

function needed(step: Step): Lack[] {
  return step.lacks().filter((lack) => step.must?.includes(lack.name));
}

function goTo(page: HTMLElement, step: Step): void {
  const lack = step.lacks()[0], section = page.querySelector<HTMLElement>(`[data-step="${step.name}"]`);
  const group = lack ? section?.querySelector<HTMLElement>(`[data-field="${CSS.escape(lack.name)}"]`) : section;
  group?.closest('details')?.setAttribute('open', '');
  (group ?? section)?.scrollIntoView({ block: 'center' });
  group?.querySelector<HTMLElement>('textarea, input')?.focus({ preventScroll: true });
  for (const old of page.querySelectorAll('.asked')) old.classList.remove('asked');
  group?.classList.add('asked');
}

/** Hands the note in: who came, what was stopped, the talk, and what needs attention. */
async function handInNote(shell: Shell, visit: Visit, writing: Writing, minutes: number): Promise<boolean> {
  const sheet = writing.sheet, during = duringOf(writing, visit);
  const same = writing.was === JSON.stringify(during);
  if (!same && !await handInPart(shell, visit, writing, 'during', { during })) return false;
  writing.was = JSON.stringify(during);
  if (sheet.get('outcome') === 'stopped' && stopDone(shell, visit) && !await handInStop(shell, visit)) return false;
  if (!await handInPart(shell, visit, writing, 'after', { after: afterOf(writing, visit, minutes) })) return false;
  if (sheet.get('attention') === yes && !sheet.has('attention.sent')) {
    if (!await handIn(shell, visit, { attention: attentionOf(shell, sheet) })) return false;
    sheet.lay({ 'attention.sent': yes });
  }
  const focus = focusStrand(shell, visit.case);
  if (focus && visit.describe && sheet.has('focus_rating')) await rate(shell, visit, focus, Number(sheet.get('focus_rating')), '');
  sheet.settle();
  return true;
}
