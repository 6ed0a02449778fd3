// A visit or a talk that is no contact: planned, or one that came about.

import type { Visit as Talk } from '../wire';
import { attentionFields, attentionLacks, attentionOf } from './attention';
import { add, el, more, note, type Child } from './dom';
import { area, choose, line, number, only, showLacks, ticks, time, yesOrNo, type Lack } from './fields';
import { goalNotes } from './note';
import { clockOf, instant, type Sheet, withOffset, yes, yesNo } from './sheet';
import { courseOf, framed, visitsOf, type Course, type Maker, type Shell, type Visit, type Writing } from './shell';
import { blindNote, handIn, handInPart, keepNow, keptNote, lastDeeds, writingOf } from './writing';
import { capital, clock, longDate, shortDate, t } from './words';

/** A session that nobody had planned: it gets a number of its own, made once. */
export function newTalk(id: string): Maker {
  let made: Visit | undefined;
  return (shell) => {
    const course = courseOf(shell.core, id), now = new Date(), before = new Date(now.getTime() - 60 * 60_000);
    made ??= {
      case: id, session: shell.core.newID(), initials: course?.initials ?? '', kind: '', label: t('talk.new'), start: withOffset(before), end: withOffset(now), status: 'planned',
      signed: false, describe: true, versions: { session: 0, before: 0, during: 0, after: 0 },
    };
    return talk(made)(shell);
  };
}

/** The note of a visit or talk. */
export function talk(visit: Visit): Maker {
  return (shell) => {
    const course = courseOf(shell.core, visit.case), writing = talkWriting(shell, visit), sheet = writing.sheet;
    const screen = framed(shell, { title: t('talk.title'), kicker: `${visit.label} · ${capital(longDate(visit.start))}`, lead: t('talk.with', { initials: visit.initials }), back: true }, blindNote(shell, writing),
      known(shell, sheet, visit, course), described(sheet), goals(sheet, course), thought(sheet),
      el('section', { class: 'part step is-question' }, yesOrNo(sheet, 'attention', t('question.full'), t('question.hint')), only(sheet, () => sheet.get('attention') === yes, attentionFields(shell, sheet))),
      area(sheet, 'next_time', t('talk.next'), { rows: 2, optional: true }));
    const save = async (): Promise<boolean> => {
      if (showLacks(screen.node, lacksOf(sheet, visit)) || !await handInTalk(shell, visit, writing)) return false;
      shell.back();
      return true;
    };
    if (visit.kind === '') sheet.watch(() => shell.core.begun(visit));
    const main = screen.node.querySelector('main') ?? screen.node;
    add(main, lastDeeds({ text: t('talk.save'), style: 'primary', click: save }, { text: t('after.later'), style: '', click: () => shell.back() }), keptNote());
    keepNow(shell, main, writing);
    return screen;
  };
}

function talkWriting(shell: Shell, visit: Visit): Writing {
  const v = visit.visit, held = visit.status === 'held', length = Math.round((new Date(visit.end).getTime() - new Date(visit.start).getTime()) / 60_000);
  const goals = Object.entries(v?.goal_notes ?? {}).map(([id, text]) => [`goal.${id}`, text] as const);
  return writingOf(shell, visit, {
    name: 'visit', drafts: [{ form: 'visit', belongs: (name) => name !== 'kind' || visit.kind === '' },],
    parts: { visit: { version: held ? visit.versions.session : 0, seen: !held || v !== undefined } },
    start: () => ({
      kind: v?.kind ?? visit.kind, start: clockOf(v?.start || visit.start), end: clockOf(v?.end || visit.end), place: v?.place, direct: String(v?.direct ?? Math.max(0, length)),
      indirect: v?.indirect ? String(v.indirect) : undefined, travel: v?.travel ? String(v.travel) : undefined, persons: (v?.persons ?? visit.persons)?.join('\n'),
      observation: v?.observation, interpretation: v?.interpretation, assessment: v?.assessment, next_time: v?.next_time, attention: yesNo(v?.attention),
      theme: v?.theme, taken_in: v?.taken_in, agreement: v?.agreement, builds_on: v?.builds_on, ...Object.fromEntries(goals),
    }),
  });
}

function known(shell: Shell, sheet: Sheet, visit: Visit, course: Course | undefined): Child {
  const persons = (course?.persons ?? []).map((p) => ({ value: p.id, label: p.label, note: p.note ?? '' })), kinds = course?.kinds ?? [];
  const contacts = visitsOf(shell.core).filter((v) => v.kind === 'contact' && v.case === visit.case).map((v) => ({ value: v.session, label: `${v.label} ${shortDate(v.start)} ${clock(v.start)}` }));
  const is = (...names: string[]): boolean => names.includes(sheet.get('kind'));
  return el('section', { class: 'part' }, el('h2', {}, t('step.known')),
    visit.kind === '' ? choose(sheet, 'kind', t('talk.kind'), kinds.map((k) => ({ value: k.id, label: k.label })), { wide: true }) : null,
    el('div', { class: 'pair' }, time(sheet, 'start', t('form.start')), time(sheet, 'end', t('form.end'))),
    persons.length > 0 ? ticks(sheet, 'persons', t('known.persons'), persons) : note(t('known.persons.locked')),
    only(sheet, () => is('between') && contacts.length > 0, choose(sheet, 'builds_on', t('talk.builds_on'), contacts, { wide: true })),
    only(sheet, () => is('psychologist', 'therapeutic'), line(sheet, 'agreement', t('talk.agreement'), { hint: t('talk.agreement.hint') })),
    only(sheet, () => is('teaching', 'between'), line(sheet, 'theme', t('talk.theme')), area(sheet, 'taken_in', t('talk.taken_in'), { hint: t('talk.taken_in.hint'), rows: 2 })),
    more(t('talk.more'), false, line(sheet, 'place', t('form.place'), { hint: t('form.place.hint'), optional: true }),
      el('div', { class: 'pair' }, number(sheet, 'direct', t('form.direct'), { suffix: t('form.min') }), number(sheet, 'travel', t('form.travel'), { suffix: t('form.min') })), number(sheet, 'indirect', t('form.indirect'), { suffix: t('form.min') })));
}

function described(sheet: Sheet): Child {
  return el('section', { class: 'part' }, el('h2', {}, t('step.saw')), area(sheet, 'observation', t('saw.observation'), { hint: t('only_saw'), rows: 5 }));
}

function goals(sheet: Sheet, course: Course | undefined): Child {
  const list = course?.goals ?? [];
  return list.length === 0 ? null : el('section', { class: 'part' }, el('h2', {}, t('talk.goals')), ...list.map((g) => area(sheet, `goal.${g.id}`, g.label, { hint: t('think.goal'), rows: 2, optional: true })));
}

function thought(sheet: Sheet): Child {
  return el('section', { class: 'part' }, el('h2', {}, t('step.think')), more(t('think.add'), sheet.has('interpretation', 'assessment'),
    area(sheet, 'interpretation', t('think.interpretation'), { hint: t('think.interpretation.hint'), optional: true }), area(sheet, 'assessment', t('think.assessment'), { hint: t('think.assessment.hint'), optional: true })));
}

function lacksOf(sheet: Sheet, visit: Visit): Lack[] {
  const lacks: Lack[] = [], day = new Date(visit.start), from = instant(day, sheet.get('start')), to = instant(day, sheet.get('end'));
  if (!sheet.has('kind')) lacks.push({ name: 'kind', text: t('talk.kind.missing') });
  if (!from) lacks.push({ name: 'start', text: t('lack.start') });
  else if (new Date(from).getTime() > Date.now() + 60_000) lacks.push({ name: 'start', text: t('form.future') });
  if (!to || (from && to <= from)) lacks.push({ name: 'end', text: t('lack.end') });
  if (sheet.many('persons').length === 0 && visit.persons === undefined && visit.kind === '' && sheet.get('kind') !== 'network') lacks.push({ name: 'persons', text: t('talk.persons.missing') });
  if (!sheet.has('attention')) lacks.push({ name: 'attention', text: t('lack.attention') });
  return sheet.get('attention') === yes && !sheet.has('attention.sent') ? [...lacks, ...attentionLacks(sheet)] : lacks;
}

async function handInTalk(shell: Shell, visit: Visit, writing: Writing): Promise<boolean> {
  const sheet = writing.sheet;
  if (!await handInPart(shell, visit, writing, 'visit', { visit: talkOf(writing, visit) })) return false;
  if (sheet.get('attention') === yes && !sheet.has('attention.sent')) {
    if (!await handIn(shell, visit, { attention: attentionOf(shell, sheet) })) return false;
    sheet.lay({ 'attention.sent': yes });
  }
  sheet.settle();
  return true;
}

function talkOf(writing: Writing, visit: Visit): Talk {
  const sheet = writing.sheet, day = new Date(visit.start), attention = sheet.answer('attention'), persons = sheet.many('persons');
  return {
    version: writing.parts.visit?.version ?? 0, kind: sheet.get('kind'), start: instant(day, sheet.get('start')), end: instant(day, sheet.get('end')),
    direct: sheet.number('direct'), indirect: sheet.number('indirect'), travel: sheet.number('travel'), ...(persons.length > 0 ? { persons } : {}),
    ...sheet.texts('place', 'observation', 'interpretation', 'assessment', 'next_time', 'theme', 'taken_in', 'agreement', 'builds_on'), ...goalNotes(sheet),
    ...(visit.visit?.aims ? { aims: visit.visit.aims } : {}), ...(attention === undefined ? {} : { attention }),
  };
}
