// Today and tomorrow: times, initials and what kind it is, never a name. On top
// stands the one thing that is next.

import { add, button, el, fill, note, type Child } from './dom';
import { icon } from './icons';
import { after } from './after';
import { before } from './before';
import { coded } from './coding';
import { held } from './held';
import { interrupted } from './interrupted';
import { open } from './ratings';
import { settings } from './settings';
import { dayOf } from './sheet';
import { coursesOf, framed, visitsOf, type Maker, type Shell, type Visit } from './shell';
import { unlock } from './welcome';
import { atVisit, course } from './visit';
import { capital, clock, longDate, span, t, tn, told } from './words';

/** The day. */
export const day: Maker = (shell) => {
  const owner = shell.core.kept?.owner ?? shell.core.day?.owner ?? '';
  const place = el('div');
  const screen = framed(shell, { title: owner ? t('day.hello', { name: owner }) : t('day.title'), kicker: capital(longDate(new Date())) }, place);
  const show = (): void => fill(place, next(shell), ...lists(shell), foot(shell));
  show();
  let was = sign(shell);
  const end = shell.watch(() => {
    const now = sign(shell);
    if (now !== was) show();
    was = now;
  });
  const left = screen.left;
  return { ...screen, left: () => { end(); left?.(); } };
};

// What the lists are made of; when it is the same, nothing is drawn anew.
function sign(shell: Shell): string {
  const c = shell.core;
  return [c.phase, c.day?.now, c.kept?.now, c.interrupted.length, c.coding?.segment, c.coding?.view.mode, c.status.refused.length, c.day?.held_back?.length].join(' ');
}

interface Next {
  kicker: string;
  title: string;
  why?: string;
  deed: string;
  make: Maker;
}

/** What is next: what was cut off, what runs, what is held back, else the day's own order. */
function nextOf(shell: Shell): Next | undefined {
  const c = shell.core, now = Date.now();
  if (c.interrupted.length > 0) return { kicker: t('next'), title: t('next.interrupted'), deed: t('next.interrupted.deed'), make: interrupted };
  if (c.coding && c.coding.view.mode !== 'ended') return { kicker: t('next.now'), title: t('next.coding'), deed: t('next.coding.deed'), make: coded(c.coding) };
  if (c.status.refused.length > 0) return { kicker: t('next'), title: tn('status.refused', c.status.refused.length), deed: t('status.refused.see'), make: held };
  const open = visitsOf(c).filter((v) => !v.signed && v.status !== 'cancelled' && v.status !== 'noshow');
  const running = open.find((v) => at(v.start) <= now && now < at(v.end) && !written(shell, v));
  if (running) return ofVisit(shell, running, 'now');
  const ended = open.find((v) => at(v.end) <= now && !written(shell, v));
  if (ended) return ofVisit(shell, ended, 'ended');
  const ahead = open.find((v) => at(v.start) > now);
  return ahead ? ofVisit(shell, ahead, 'ahead') : undefined;
}

const at = (time: string): number => new Date(time).getTime();

/** Whether the note of a session has been handed in, from here or elsewhere. */
export function written(shell: Shell, v: Visit): boolean {
  const form = v.kind === 'contact' ? 'after' : 'visit';
  return handed(shell, v, form) || (v.kind === 'contact' ? v.versions.after > 0 : v.status === 'held');
}

function handed(shell: Shell, v: Visit, form: 'before' | 'after' | 'visit'): boolean {
  return shell.writings.get(`${v.session} ${form}`)?.parts[form]?.sent !== undefined;
}

function ofVisit(shell: Shell, v: Visit, when: 'now' | 'ended' | 'ahead'): Next {
  const what = t('next.visit', { label: v.label, initials: v.initials, span: span(v.start, v.end) });
  const kicker = when === 'now' ? t('next.now') : t('next');
  const contact = v.kind === 'contact';
  if (when === 'ended') return { kicker, title: what, why: t('next.write.why'), deed: t('next.write'), make: contact ? after(v.session) : atVisit(v.session) };
  if (!contact) return { kicker, title: what, deed: t('next.open'), make: atVisit(v.session) };
  const ready = v.versions.before > 0 || handed(shell, v, 'before');
  if (when === 'now' && ready) return { kicker, title: what, deed: t('next.open'), make: atVisit(v.session) };
  return { kicker, title: what, why: t('next.before.why'), deed: t('next.before'), make: before(v.session) };
}

function next(shell: Shell): Child {
  const n = nextOf(shell);
  if (!n) return null;
  return el('section', { class: 'next' }, el('p', { class: 'kicker' }, n.kicker), el('h2', {}, n.title), n.why ? el('p', {}, n.why) : null,
    button(n.deed, 'button on-next wide', () => shell.go(n.make)));
}

function lists(shell: Shell): Child[] {
  const c = shell.core, today = dayOf(new Date());
  const of = (v: Visit): string => dayOf(new Date(v.start));
  const visits = visitsOf(c), now = visits.filter((v) => of(v) <= today), later = visits.filter((v) => of(v) > today);
  const old = c.kept && c.kept.today !== '' && c.kept.today < today && !c.day;
  return [
    c.phase === 'locked' ? el('p', { class: 'panel locked' }, icon('lock'), el('span', {}, t('day.locked'), ' ', button(t('unlock.deed'), 'link', () => shell.go(unlock)))) : null,
    old ? el('p', { class: 'alarm is-soon' }, icon('soon'), el('span', {}, t('day.old'))) : null,
    el('section', { class: 'part' }, el('h2', {}, t('day.today')), now.length > 0 ? list(shell, now) : el('p', { class: 'empty' }, t(c.kept ? 'day.empty' : 'day.unknown'))),
    later.length > 0 ? el('section', { class: 'part' }, el('h2', {}, t('day.tomorrow')), list(shell, later)) : null,
    others(shell),
  ];
}

function list(shell: Shell, visits: Visit[]): HTMLElement {
  return el('ul', { class: 'visits' }, ...visits.map((v) => el('li', {},
    el('button', { type: 'button', class: 'visit', click: () => shell.go(atVisit(v.session)) },
      el('span', { class: 'when' }, clock(v.start)),
      el('span', { class: 'what' }, el('strong', {}, `${v.label}`), ` ${t('day.with', { initials: v.initials })}`, el('small', {}, `${span(v.start, v.end)} · ${stateOf(shell, v)}`))))));
}

/** How far a session is, in words. */
export function stateOf(shell: Shell, v: Visit): string {
  if (shell.core.coding?.session === v.session && shell.core.coding.view.mode !== 'ended') return t('state.coding');
  if (v.signed) return t('state.signed');
  if (v.status === 'cancelled' || v.status === 'noshow') return told('state.', v.status);
  if (written(shell, v)) return t('state.written');
  if (v.kind === 'contact' && !v.describe) return t('state.facts');
  return at(v.end) < Date.now() ? t('state.write') : t('state.planned');
}

function others(shell: Shell): HTMLElement | null {
  const courses = coursesOf(shell.core);
  if (courses.length === 0) return null;
  return el('section', { class: 'part' }, el('h2', {}, t('day.courses')), note(t('day.courses.why')),
    el('ul', { class: 'visits' }, ...courses.map((c) => el('li', {},
      el('button', { type: 'button', class: 'visit', click: () => shell.go(course(c.case)) }, el('span', { class: 'what' }, el('strong', {}, c.initials), el('small', {}, due(open(shell, c.case, undefined)))))))));
}

function due(strands: { due: boolean }[]): string {
  const n = strands.filter((s) => s.due).length;
  return n > 0 ? tn('day.due', n) : t('day.course');
}

function foot(shell: Shell): HTMLElement {
  const foot = el('div', { class: 'deeds foot' });
  const back = shell.core.day?.held_back?.length ?? 0;
  if (back > 0) add(foot, button(tn('day.held', back), 'link', () => shell.go(held)));
  add(foot, button(t('settings.title'), 'link', () => shell.go(settings)));
  return foot;
}
