// One session, and one course: what can be done with it from here.

import { after } from './after';
import { attention } from './attention';
import { before } from './before';
import { cancel } from './cancel';
import { coded } from './coding';
import { stateOf, written } from './day';
import { button, el, fill, note, type Child } from './dom';
import { icon } from './icons';
import { picture, quickNote } from './notes';
import { measure, measures } from './ratings';
import { answered } from './said';
import { courseOf, framed, type Maker, type Shell, type Visit } from './shell';
import { stop } from './stop';
import { newTalk, talk } from './talk';
import { need } from './writing';
import { capital, clock, longDate, span, t, told } from './words';

interface Deed {
  text: string;
  make: Maker;
}

/** A session: one deed on top, the rest below. */
export function atVisit(session: string): Maker {
  return (shell) => {
    const first = need(shell, session), place = el('div');
    const screen = framed(shell, { title: t('visit.title', { label: first.label, initials: first.initials }), kicker: `${capital(longDate(first.start))} · ${span(first.start, first.end)}`, back: true }, place);
    let was = '';
    const show = (): void => {
      const visit = need(shell, session), now = [stateOf(shell, visit), visit.describe, visit.last_time, visit.coding?.at, JSON.stringify(visit.versions), visit.segments?.length, visit.notes?.length].join('|');
      if (now !== was) fill(place, ...content(shell, visit));
      was = now;
    };
    show();
    const end = shell.watch(show), left = screen.left;
    return { ...screen, left: () => { end(); left?.(); } };
  };
}

function content(shell: Shell, visit: Visit): Child[] {
  const [first, ...rest] = deedsOf(shell, visit);
  return [el('p', { class: 'lead state' }, stateOf(shell, visit)),
    visit.kind === 'contact' && !visit.describe ? el('p', { class: 'panel locked' }, icon('lock'), el('span', {}, visit.why ?? t('before.no_basis'), ' ', t('before.facts_only'))) : null,
    visit.last_time ? el('section', { class: 'panel' }, el('h2', {}, t('before.last_time')), el('p', {}, visit.last_time)) : null,
    first ? el('section', { class: 'next' }, el('p', { class: 'kicker' }, t('next')), button(first.text, 'button on-next wide', () => shell.go(first.make))) : null,
    visit.kind === 'contact' && answered(shell, visit) ? note(answered(shell, visit)) : null,
    list(shell, rest), pieces(visit), notes(visit), measures(shell, visit, 'consultant'), visit.signed ? note(t('visit.signed')) : null];
}

function list(shell: Shell, deeds: Deed[]): Child {
  return el('ul', { class: 'visits' }, ...deeds.map((d) => el('li', {}, el('button', { type: 'button', class: 'visit', click: () => shell.go(d.make) }, el('span', { class: 'what' }, el('strong', {}, d.text))))));
}

function deedsOf(shell: Shell, visit: Visit): Deed[] {
  const s = visit.session, gone = visit.status === 'cancelled' || visit.status === 'noshow';
  if (visit.signed || gone) return [{ text: t('deed.note'), make: quickNote(visit) }, { text: t('deed.attention'), make: attention(visit) }];
  const more: Deed[] = [{ text: t('deed.note'), make: quickNote(visit) }, { text: t('deed.picture'), make: picture(visit) }, { text: t('deed.attention'), make: attention(visit) }];
  if (visit.kind !== 'contact') return [{ text: t(written(shell, visit) ? 'deed.note.on' : 'deed.talk'), make: talk(visit) }, ...more, { text: t('deed.cancel'), make: cancel(s) }];
  const running = shell.core.coding?.session === s && shell.core.coding.view.mode !== 'ended' ? shell.core.coding : undefined;
  const first = { text: t('deed.before'), make: before(s) }, last = { text: t(written(shell, visit) ? 'deed.note.on' : 'deed.after'), make: after(s) };
  const stopped = { text: t('deed.stop'), make: stop(s) }, cancelled = { text: t('deed.cancel'), make: cancel(s) };
  if (running) return [{ text: t('next.coding.deed'), make: coded(running) }, last, ...more, stopped];
  const over = new Date(visit.end).getTime() <= Date.now();
  return over ? [last, first, ...more, stopped, cancelled] : [first, last, ...more, stopped, cancelled];
}

function pieces(visit: Visit): Child {
  if (!visit.segments || visit.segments.length === 0) return null;
  return el('section', { class: 'part' }, el('h2', {}, t('visit.coded')), el('ul', { class: 'marks' }, ...visit.segments.map((s) => el('li', {}, icon(s.closed ? 'done' : 'waiting'),
    el('span', {}, t(!s.mine ? 'visit.piece.other' : s.phone ? 'visit.piece.phone' : 'visit.piece', { part: told('part.', s.part), time: clock(s.started), phone: s.phone ?? '' }))))));
}

function notes(visit: Visit): Child {
  if (!visit.notes || visit.notes.length === 0) return null;
  return el('section', { class: 'part' }, el('h2', {}, t('visit.notes')), ...visit.notes.map((n) => el('p', {}, el('strong', {}, clock(n.at)), ` ${n.text}`)));
}

/** A course between its sessions: a talk that was not planned, a note, a number. */
export function course(id: string): Maker {
  return (shell) => {
    const c = courseOf(shell.core, id), of = { case: id, session: '', initials: c?.initials ?? '' };
    const deeds: Deed[] = [{ text: t('deed.new_talk'), make: newTalk(id) }, { text: t('deed.measure'), make: measure(id, '', undefined) }, { text: t('deed.attention'), make: attention(of) }];
    return framed(shell, { title: t('course.title', { initials: of.initials }), lead: t('course.lead'), back: true }, list(shell, deeds));
  };
}
