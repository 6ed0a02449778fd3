// The note of a contact as it is written on the phone: who came and when, what one
// saw, what they said, what one makes of it. At the desk it is two forms; here they
// are one sheet, and two drafts under the desk's own names.

import type { After, During } from '../wire';
import { clockOf, instant, type Sheet, yesNo } from './sheet';
import type { Shell, Visit, Writing } from './shell';
import { writingOf, type Begin } from './writing';

const attendance = ['outcome', 'outcome_reason', 'start', 'end', 'place', 'brought', 'fetched', 'persons', 'unplanned', 'present', 'conditions',
  'conditions_comment', 'incident', 'incident_told', 'direct', 'travel'];

const isAttendance = (name: string): boolean => attendance.includes(name);
const isNote = (name: string): boolean => !isAttendance(name);

/** The note of a contact: as it was left, or with what is known already. */
export function noteWriting(shell: Shell, visit: Visit): Writing {
  const writing = writingOf(shell, visit, noteOf(visit));
  if (writing.was === '') writing.was = visit.during ? JSON.stringify(duringOf(writing, visit)) : 'new';
  return writing;
}

function noteOf(visit: Visit): Begin {
  const d = visit.during, a = visit.after, v = visit.versions;
  return {
    name: 'after',
    drafts: [{ form: 'during', belongs: isAttendance }, { form: 'after', belongs: isNote }],
    parts: { during: { version: v.during, seen: d !== undefined || v.during === 0 }, after: { version: v.after, seen: a !== undefined || v.after === 0 } },
    start: () => ({ ...attended(visit, d), ...answered(d, a) }),
  };
}

function attended(visit: Visit, d: During | undefined): Record<string, string | undefined> {
  const from = d?.start || visit.start, to = d?.end || visit.end;
  const length = Math.round((new Date(to).getTime() - new Date(from).getTime()) / 60_000);
  return {
    outcome: d?.outcome, outcome_reason: d?.outcome_reason, start: clockOf(from), end: clockOf(to), place: d?.place, brought: d?.brought_by, fetched: d?.fetched_by,
    persons: (d?.persons ?? visit.persons)?.join('\n'), unplanned: d?.unplanned, present: yesNo(d?.throughout), conditions: yesNo(d?.conditions),
    conditions_comment: d?.conditions_comment, incident: d?.incident, incident_told: d?.incident_told,
    direct: String(d ? d.direct : Math.max(0, length)), travel: d?.travel ? String(d.travel) : undefined,
  };
}

function answered(d: During | undefined, a: After | undefined): Record<string, string | undefined> {
  const goals = Object.entries(a?.goal_notes ?? {}).map(([id, text]) => [`goal.${id}`, text] as const);
  return {
    observation: d?.observation, arrival: d?.arrival, help: d?.help, goodbye: d?.goodbye, child_words: d?.child_words, child_next_wish: d?.child_next_wish,
    held: yesNo(a?.held), after_reason: a?.not_held, after_start: clockOf(a?.start), after_end: clockOf(a?.end), parent_words: a?.parent_words,
    focus_rating: a?.focus_rating === undefined || a.focus_rating === null ? undefined : String(a.focus_rating), focus_answer: a?.focus_answer,
    parent_remark: a?.parent_remark, disagreement: a?.disagreement, interpretation: a?.interpretation, assessment: a?.assessment,
    attention: yesNo(a?.attention), next_time: a?.next_time, indirect: a?.indirect ? String(a.indirect) : undefined,
    writing: a?.writing ? String(a.writing) : undefined, ...Object.fromEntries(goals),
  };
}

/** Who came, when, and what one saw, for sending. */
export function duringOf(writing: Writing, visit: Visit): During {
  const sheet = writing.sheet, day = new Date(visit.start), present = sheet.answer('present'), conditions = sheet.answer('conditions');
  const described = visit.describe ? sheet.texts('arrival', 'observation', 'help', 'goodbye', 'child_words', 'child_next_wish') : {};
  const { brought, fetched, ...rest } = sheet.texts('outcome_reason', 'unplanned', 'place', 'brought', 'fetched', 'incident', 'incident_told', 'conditions_comment');
  return {
    version: writing.parts.during?.version ?? 0, start: instant(day, sheet.get('start')), end: instant(day, sheet.get('end')), outcome: sheet.get('outcome'),
    ...(sheet.many('persons').length > 0 ? { persons: sheet.many('persons') } : {}), ...rest, ...(brought ? { brought_by: brought } : {}), ...(fetched ? { fetched_by: fetched } : {}),
    ...described, direct: sheet.number('direct'), travel: sheet.number('travel'),
    ...(present === undefined ? {} : { throughout: present }), ...(conditions === undefined ? {} : { conditions }),
  };
}

/** The talk afterwards and what one makes of it, for sending. */
export function afterOf(writing: Writing, visit: Visit, minutes: number): After {
  const sheet = writing.sheet, day = new Date(visit.start), held = sheet.answer('held'), attention = sheet.answer('attention');
  const described = visit.describe ? sheet.texts('parent_words', 'focus_answer', 'interpretation', 'assessment') : {};
  const from = instant(day, sheet.get('after_start')), to = instant(day, sheet.get('after_end')), rating = sheet.get('focus_rating');
  return {
    version: writing.parts.after?.version ?? 0, ...(held === undefined ? {} : { held }), ...(held === false ? { not_held: sheet.get('after_reason').trim() } : {}),
    ...(from ? { start: from } : {}), ...(to ? { end: to } : {}), ...described, ...sheet.texts('parent_remark', 'disagreement', 'next_time'),
    ...(rating !== '' && visit.describe ? { focus_rating: Number(rating) } : {}), ...(visit.describe ? goalNotes(sheet) : {}),
    ...(attention === undefined ? {} : { attention }), indirect: sheet.number('indirect'), writing: minutes,
  };
}

/** What was written under goals. */
export function goalNotes(sheet: Sheet): { goal_notes?: Record<string, string> } {
  const notes = Object.entries(sheet.all()).filter(([name, text]) => name.startsWith('goal.') && text.trim() !== '');
  return notes.length > 0 ? { goal_notes: Object.fromEntries(notes.map(([name, text]) => [name.slice('goal.'.length), text.trim()])) } : {};
}
