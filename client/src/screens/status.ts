// What is always seen: how much lies on this phone alone, how old the oldest of it
// is, and what a person must act on.

import { button, el, fill } from './dom';
import { handed, held } from './held';
import { icon } from './icons';
import type { Shell } from './shell';
import { clock, shortDate, t, tn } from './words';

interface StatusLine {
  node: HTMLElement;
  alarm: HTMLElement;
  end: () => void;
}

/** The line in the bar, and below the heading what is worse than waiting. */
export function statusLine(shell: Shell): StatusLine {
  const node = el('p', { class: 'status' }), alarm = el('div', { class: 'alarms' });
  const show = (): void => {
    showLine(shell, node);
    showAlarms(shell, alarm);
  };
  show();
  return { node, alarm, end: shell.watch(show) };
}

/** "14.52", or with its day when that is not today. */
export function since(at: string): string {
  const today = new Date().toDateString() === new Date(at).toDateString();
  return today ? clock(at) : `${shortDate(at)} ${clock(at)}`;
}

/** What lies where, in words. */
export function statusWords(shell: Shell): string {
  const s = shell.core.status;
  if (s.waits === 0 && s.pictures === 0) return s.online ? t('status.sent') : t('status.offline');
  const waits = s.waits === 0 ? '' : s.oldest ? tn('status.waits', s.waits, { time: since(s.oldest) }) : tn('status.waits.plain', s.waits);
  return [waits, s.pictures > 0 ? tn('status.pictures', s.pictures) : '', t('status.here')].filter(Boolean).join(' · ');
}

function showLine(shell: Shell, node: HTMLElement): void {
  const s = shell.core.status;
  node.hidden = shell.core.phase === 'new';
  const age = s.age === 'three-days' ? 'broken' : s.age === 'day' ? 'soon' : s.waits > 0 || s.pictures > 0 ? 'waiting' : s.online ? 'done' : 'offline';
  const text = statusWords(shell);
  if (node.dataset.text === text + age) return;
  node.dataset.text = text + age;
  node.className = `status is-${age}`;
  fill(node, icon(age), el('span', {}, text));
}

function showAlarms(shell: Shell, alarm: HTMLElement): void {
  const s = shell.core.status, lines: HTMLElement[] = [];
  const line = (style: 'soon' | 'broken', text: string, deed?: HTMLElement): void => {
    lines.push(el('div', { class: `alarm is-${style}` }, icon(style), el('div', {}, el('p', {}, text), deed)));
  };
  if (s.memoryOnly > 0) line('broken', tn('status.memory', s.memoryOnly));
  else if (s.storage === 'full') line('broken', t('status.full'));
  if (s.age === 'three-days') line('broken', t('status.call'));
  else if (s.age === 'day') line('soon', t('status.old'));
  if (s.emptied) line('broken', t('status.emptied'));
  if (s.closed) line('broken', t('status.closed'), s.waits > 0 || s.pictures > 0 ? button(t('hand.deed'), 'link', () => shell.go(handed)) : undefined);
  else if (s.former > 0) line('broken', tn('status.former', s.former), button(t('hand.deed'), 'link', () => shell.go(handed)));
  if (s.distrusted) line('broken', t('status.distrusted'));
  if (s.clash) line('broken', t('status.clash'));
  if (s.refused.length > 0) line('broken', tn('status.refused', s.refused.length), button(t('status.refused.see'), 'link', () => shell.go(held)));
  if (s.onlyOnline && shell.core.phase !== 'new') line('soon', t('status.online_only'));
  if (s.otherTab) line('soon', t('status.other_tab'));
  if (s.unlock && shell.core.phase !== 'open' && shell.core.phase !== 'new') line('soon', t('status.unlock'));
  const text = lines.map((l) => l.textContent).join('|');
  if (alarm.dataset.text === text) return;
  alarm.dataset.text = text;
  fill(alarm, ...lines);
}
