// Numbers that are due: asked in the words of the scale, tapped once.

import type { DayStrand, Rating } from '../wire';
import { button, el, fill, note, type Child } from './dom';
import { line, scale, showLacks, type Option } from './fields';
import { icon } from './icons';
import { dayOf, Sheet } from './sheet';
import { courseOf, framed, type Maker, type Shell, type Visit } from './shell';
import { handIn } from './writing';
import { t, told, tn } from './words';

const handedIn = new Set<string>(); // strands answered since the program started, with their day

/** Every value of a scale, with its words where it has them. */
export function valuesOf(strand: DayStrand): Option[] {
  const step = strand.step > 0 ? strand.step : 1, count = Math.min(20, Math.round((strand.high - strand.low) / step));
  return Array.from({ length: count + 1 }, (_, n) => {
    const value = strand.low + n * step, words = strand.steps?.[n];
    return { value: String(value), label: words ? `${value} · ${words}` : String(value) };
  });
}

/** Sends a number, or another one instead of what an entry said; the strand is not asked again today. */
export async function rate(shell: Shell, of: { case: string; session: string; instead?: string }, strand: DayStrand, value: number | undefined, words: string): Promise<string | undefined> {
  const rating: Rating = { id: shell.core.newID(), strand: strand.id, on: dayOf(new Date()), ...(value === undefined ? {} : { value }), ...(words ? { words } : {}) };
  const sent = await handIn(shell, of, { rating, ...(of.instead ? { of: of.instead } : {}) });
  if (sent) handedIn.add(`${strand.id} ${rating.on}`);
  return sent;
}

/** The strands of a course that somebody rates and that have not been answered here today. */
export function open(shell: Shell, id: string, rater: string | undefined): DayStrand[] {
  const today = dayOf(new Date());
  return (courseOf(shell.core, id)?.strands ?? []).filter((s) => (!rater || s.rater === rater) && !handedIn.has(`${s.id} ${today}`));
}

/** The parent's number for the focus of the day, where it is one of the course's own scales: asked once, it is answered for both. */
export function focusStrand(shell: Shell, id: string): DayStrand | undefined {
  return open(shell, id, 'parent').find((s) => s.low === 0 && s.high === 10 && s.label.trim() === t('words.rating'));
}

/** A line that leads to what is due of a session; nothing where nothing is. */
export function measures(shell: Shell, visit: Visit, rater: string): Child {
  const due = open(shell, visit.case, rater).filter((s) => s.due);
  if (due.length === 0) return null;
  return el('section', { class: 'part' }, el('h2', {}, t('rate.due')), el('p', {}, tn('rate.due.lead', due.length)), button(t('rate.deed'), 'button', () => shell.go(measure(visit.case, visit.session, undefined))));
}

/** The scales of a course, those that are due first. */
export function measure(id: string, session: string, rater: string | undefined): Maker {
  return (shell) => {
    const strands = [...open(shell, id, rater)].sort((a, b) => Number(b.due) - Number(a.due));
    const course = courseOf(shell.core, id);
    return framed(shell, { title: t('rate.title'), lead: t('rate.lead', { initials: course?.initials ?? '' }), back: true },
      ...strands.map((s) => one(shell, { case: id, session }, s)), strands.length === 0 ? el('p', { class: 'empty' }, t(shell.core.day ? 'rate.none' : 'rate.locked')) : null);
  };
}

function one(shell: Shell, of: { case: string; session: string }, strand: DayStrand): HTMLElement {
  const sheet = new Sheet(), part = el('section', { class: 'part' });
  const done = (): void => fill(part, el('p', { class: 'alarm is-done' }, icon('done'), el('span', {}, t('rate.kept', { label: strand.label }))));
  const send = async (missed: boolean): Promise<void> => {
    const value = sheet.get('value');
    if (showLacks(part, missed ? (sheet.has('words') ? [] : [{ name: 'words', text: t('rate.why.missing') }]) : value === '' ? [{ name: 'value', text: t('rate.value.missing') }] : [])) return;
    if (await rate(shell, of, strand, missed ? undefined : Number(value), sheet.get('words').trim())) done();
  };
  fill(part, note(`${told('rate.rater.', strand.rater, strand.rater)}${strand.who ? ` · ${strand.who}` : ''}${strand.due ? ` · ${t('rate.is_due')}` : ''}`),
    scale(sheet, 'value', strand.label, valuesOf(strand)), line(sheet, 'words', t('rate.words'), { optional: true }),
    el('div', { class: 'deeds' }, button(t('rate.save'), 'button', () => send(false)), button(t('rate.missed'), 'link', () => send(true))));
  return part;
}
