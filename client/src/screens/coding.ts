// During a contact: the clock, the keys, undo. Always dark, with no name and no
// counts on the keys, since a parent may see the screen. What one taps lies on the
// phone before it is shown as kept.

import type { Coding, Kept, Part, Tap } from '../core';
import { attention } from './attention';
import { after } from './after';
import { lengthAndPart } from './before';
import { button, el, fill, type Child } from './dom';
import { icon } from './icons';
import { keyName, keysOf, lastOnes, meanings } from './keys';
import { quickNote } from './notes';
import { askAboutCoding, declined, refusal, say, who } from './said';
import { Sheet } from './sheet';
import { framed, visitOf, type Maker, type Screen, type Shell, type Visit } from './shell';
import { stop } from './stop';
import { failureWords } from './welcome';
import { running, t, tn, told } from './words';

const unarmed = 500; // ms in which a second touch of what brought the keys is not one of theirs

/** Begins a segment, if they may be coded; who was not asked is asked once. */
export function begin(shell: Shell, visit: Visit, part: Part, minutes: number): void {
  const answer = shell.core.answerOf(visit);
  if (answer?.agrees) start(shell, visit, part, minutes);
  else if (answer) shell.go(declined(visit));
  else askAboutCoding(visit, (agrees) => void say(shell, visit, agrees).then(() => (agrees ? start(shell, visit, part, minutes) : shell.again())));
}

function start(shell: Shell, visit: Visit, part: Part, minutes: number): void {
  try {
    const coding = shell.core.startCoding(visit, part, minutes);
    void shell.core.keepAwake(true);
    shell.hush(); // nothing lies over the keys
    shell.instead(coded(coding));
  } catch (problem) {
    shell.tell(failureWords(problem));
  }
}

/** The keys of a running segment. */
export function coded(coding: Coding): Maker {
  return (shell) => (coding.view.mode === 'ended' ? ended(shell, coding) : new CodingScreen(shell, coding).screen());
}

class CodingScreen {
  private readonly time = el('span', { class: 'time' });
  private readonly bar = el('progress', { max: 1, value: 0, 'aria-label': t('code.bar') });
  private readonly last = el('ol', { class: 'last-ones', 'aria-label': t('code.last') });
  private readonly count = el('p', { class: 'kept-here' });
  private readonly over = el('p', { class: 'over', hidden: true });
  private readonly redoing: HTMLButtonElement;
  private readonly undoing: HTMLButtonElement;
  private readonly ago: HTMLButtonElement;
  private readonly paused: HTMLElement;
  private readonly pauseKey = button(t('code.pause'), 'quiet', () => this.pause(), icon('pause'));
  private readonly ending = button(t('code.end.long'), 'button wide', () => this.end());
  private readonly work: HTMLElement;
  private readonly layer = el('div', { class: 'layer' });
  private readonly keys: ReturnType<typeof keysOf>;
  private readonly visit: Visit | undefined;
  private toldOver = false;
  private hideHint = 0;
  private arming = 0;
  private from: Element | null = null;

  constructor(private readonly shell: Shell, private readonly coding: Coding) {
    this.visit = visitOf(shell.core, coding.session);
    const scheme = this.scheme;
    this.keys = keysOf(scheme, { tap: (code) => this.tap(code), explain: (code) => this.explain(code) });
    this.undoing = button(t('code.undo'), 'quiet', () => this.undo(), icon('undo'));
    this.redoing = button('', 'quiet narrow', () => this.redo(), icon('redo'));
    this.redoing.setAttribute('aria-label', t('code.redo'));
    this.ago = button(t('code.ago'), 'quiet', () => this.ago.setAttribute('aria-pressed', String(this.ago.getAttribute('aria-pressed') !== 'true')));
    this.ago.setAttribute('aria-pressed', 'false');
    this.work = this.working();
    this.paused = this.pausing();
  }

  private get scheme() {
    return (this.shell.core.day ?? this.shell.core.kept)?.scheme ?? { v: 1, ref: '', fingerprint: '', name: '', codes: [], exclusive: [] };
  }

  screen(): Screen {
    const node = el('main', { class: 'coding' }, this.top(), this.bar, el('div', { class: 'lines' }, this.over, this.focus()), this.work, this.paused, this.layer);
    node.addEventListener('touchstart', (event) => this.twoFingers(event), { passive: true });
    // A key that is held down is one tap.
    node.addEventListener('keydown', (event) => { if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault(); });
    const timer = window.setInterval(() => this.show(), 250);
    this.coding.onchange = () => this.show();
    this.show();
    this.arm();
    if (this.shell.core.hidden) this.cover();
    const left = (): void => {
      clearInterval(timer);
      clearTimeout(this.arming);
      this.coding.onchange = undefined;
    };
    return { title: t('code.title'), node, dark: true, records: true, left };
  }

  // What has just come under a finger takes nothing for half a second; then the cursor is put where it belongs.
  private arm(cursor?: Element | null): void {
    clearTimeout(this.arming);
    for (const part of [this.work, this.paused]) part.inert = true;
    this.arming = window.setTimeout(() => {
      if (this.layer.hasChildNodes()) return;
      for (const part of [this.work, this.paused]) part.inert = false;
      if (cursor instanceof HTMLElement) cursor.focus({ preventScroll: true });
    }, unarmed);
  }

  // What is laid over the screen is all that finger, keyboard and reader can reach.
  private lay(over: HTMLElement): void {
    this.shell.hush();
    this.from = document.activeElement;
    fill(this.layer, over);
    for (const part of this.under) part.inert = true;
  }

  private lift(): void {
    fill(this.layer);
    for (const part of this.under) part.inert = false;
    this.arm(this.from);
  }

  private get under(): HTMLElement[] {
    return [...(this.layer.parentElement?.children ?? [])].filter((part): part is HTMLElement => part !== this.layer);
  }

  private top(): HTMLElement {
    const help = button('?', 'quiet round', () => this.explain(undefined));
    help.setAttribute('aria-label', t('code.meanings'));
    return el('div', { class: 'code-top' }, el('h1', { class: 'unseen' }, t('code.title')),
      el('div', { class: 'clock' }, this.time, el('p', { class: 'of' }, t('code.of', { n: this.coding.view.minutes, part: told('part.small.', this.coding.part) }))),
      help, this.pauseKey);
  }

  private focus(): Child {
    const text = this.shell.writings.get(`${this.coding.session} before`)?.sheet.get('focus') || this.visit?.before?.focus;
    return text ? el('p', { class: 'focus-line' }, `${t('code.focus')} `, el('strong', {}, text)) : null;
  }

  private working(): HTMLElement {
    const two = (text: string, click: () => void): HTMLButtonElement => button(text, 'quiet small', click);
    return el('div', { class: 'work' }, this.keys.node,
      el('div', { class: 'row undo-row' }, this.undoing, this.redoing, this.ago),
      el('div', { class: 'told' }, this.last, this.count),
      el('div', { class: 'row foot-row' }, two(t('code.note'), () => this.write()), two(t('code.attention'), () => this.attend()),
        two(t('code.stop'), () => this.halt()), two(t('code.end'), () => this.end())));
  }

  private pausing(): HTMLElement {
    return el('section', { class: 'paused', hidden: true }, el('h2', {}, t('code.paused')), el('p', {}, t('code.paused.why')),
      button(t('code.resume'), 'button go wide', () => this.resume()),
      button(t('code.hide'), 'button wide', () => this.cover()),
      this.visit ? button(t('code.no', { who: who(this.visit) }), 'button wide', () => this.refuse()) : null,
      this.ending,
      el('p', { class: 'note' }, t('code.hide.how')));
  }

  private show(): void {
    const view = this.coding.view;
    if (view.mode === 'ended') return;
    const running_ = running(view.elapsed);
    if (this.time.textContent !== running_) this.time.textContent = running_;
    this.bar.value = Math.min(1, view.elapsed / (view.minutes * 60_000));
    this.work.hidden = view.paused;
    this.paused.hidden = !view.paused;
    this.pauseKey.hidden = view.paused;
    this.keys.show(view);
    lastOnes(this.scheme, view, this.last);
    this.undoing.disabled = !view.undo;
    this.redoing.disabled = !view.redo;
    this.showKept(view.count, view.last.every((l) => l.kept));
    if (view.over && !this.toldOver) {
      this.toldOver = true;
      this.over.hidden = false;
      fill(this.over, tn('code.over', view.minutes));
      this.shell.say(tn('code.over', view.minutes));
      this.shell.core.buzz();
    }
  }

  private showKept(count: number, kept: boolean): void {
    const s = this.shell.core.status, lost = s.memoryOnly > 0;
    const text = lost ? tn('status.memory', s.memoryOnly) : kept ? tn('code.kept', count) : t('code.keeping');
    if (this.count.dataset.text === text) return;
    this.count.dataset.text = text;
    this.count.className = `kept-here${lost ? ' is-broken' : ''}`;
    fill(this.count, icon(lost ? 'broken' : kept ? 'done' : 'waiting'), el('span', {}, text));
  }

  private tap(code: string): Tap {
    if (this.work.inert) return { result: 'nothing', at: 0 };
    const ago = this.ago.getAttribute('aria-pressed') === 'true';
    this.ago.setAttribute('aria-pressed', 'false');
    const tap = this.coding.tap(code, ago);
    if (tap.result === 'tapped') tap.kept?.then((kept) => this.kept(kept, tap), () => undefined);
    else if (tap.result === 'long') this.shell.tell(t('code.long'));
    this.show();
    return tap;
  }

  // Said and felt when the tap lies on the phone, and not before.
  private kept(kept: Kept, tap: Tap): void {
    if (kept.where !== 'phone') {
      this.shell.say(t('form.memory'));
      return;
    }
    this.shell.core.buzz();
    const deed = tap.deed === 'start' ? 'code.said.start' : tap.deed === 'stop' ? 'code.said.stop' : 'code.said';
    this.shell.say(t(deed, { what: keyName(this.scheme, tap.code ?? ''), time: running(tap.at) }));
  }

  private undo(): void {
    const reach = this.coding.view.undo;
    if (!reach || this.coding.undo().result !== 'tapped') return;
    const what = reach.code ? keyName(this.scheme, reach.code) : told('code.deed.', reach.deed, reach.deed);
    this.shell.tell(t('code.undone', { what, time: running(reach.at) }), t('code.redo'), () => this.redo());
    this.show();
  }

  private redo(): void {
    this.coding.redo();
    this.shell.hush();
    this.show();
  }

  private pause(): void {
    if (!this.coding.view.paused) this.coding.pause();
    this.shell.say(t('code.paused'));
    this.shell.hush();
    this.show();
    this.arm(this.paused.querySelector('button'));
  }

  private resume(): void {
    this.coding.resume();
    void this.shell.core.keepAwake(true);
    this.shell.say(t('code.resumed'));
    this.show();
    this.arm();
  }

  // The end is final, so it is asked for twice: the pause, and there the end.
  private end(): void {
    if (!this.coding.view.paused) {
      this.pause();
      this.arm(this.ending);
      return;
    }
    this.shell.hush();
    this.coding.end();
    void this.shell.core.keepAwake(false);
    this.shell.again();
  }

  // A yes can be taken back at any time: what was coded until now is kept, and no more.
  private refuse(): void {
    if (!this.visit) return;
    void say(this.shell, this.visit, false);
    void this.shell.core.keepAwake(false);
    this.shell.again();
  }

  // Who must act does not code: the clock takes a pause while one writes.
  private write(): void {
    this.coding.pause();
    if (this.visit) this.shell.go(quickNote(this.visit, true));
  }

  private attend(): void {
    this.coding.pause();
    if (this.visit) this.shell.go(attention(this.visit, true));
  }

  private halt(): void {
    this.coding.pause();
    if (this.visit) this.shell.go(stop(this.visit.session, this.coding));
  }

  private explain(code: string | undefined): void {
    this.lay(meanings(this.scheme, code, () => this.lift()));
  }

  // Two fingers beside the keys; on the keys two thumbs are two taps.
  private twoFingers(event: TouchEvent): void {
    const beside = [...event.touches].every((touch) => !(touch.target as Element).closest('.key, button'));
    if (event.touches.length === 2 && beside) this.cover();
  }

  /** A plain black screen in front; the clock and the coding go on. */
  private cover(): void {
    this.shell.core.hideScreen(true);
    const hint = el('span', { class: 'cover-hint' }, t('code.hidden'));
    const show = (event: Event): void => {
      const now = performance.now(), keyboard = (event as MouseEvent).detail === 0;
      if (!keyboard && now - this.hideHint > 1500) {
        this.hideHint = now;
        hint.classList.add('seen');
        return;
      }
      this.shell.core.hideScreen(false);
      this.lift();
    };
    const cover = el('button', { type: 'button', class: 'cover', click: show }, hint);
    this.lay(cover);
    cover.focus();
  }
}

/** A segment has ended: what lies where, and what now. */
function ended(shell: Shell, coding: Coding): Screen {
  const view = coding.view, visit = visitOf(shell.core, coding.session), sheet = new Sheet();
  const refused = visit && shell.core.answerOf(visit)?.agrees === false ? visit : undefined;
  shell.coded.set(coding.segment, { session: coding.session, part: coding.part, length: view.elapsed, events: view.count });
  const scheme = (shell.core.day ?? shell.core.kept)?.scheme;
  const closed = view.closed.map((c) => (scheme ? keyName(scheme, c.code) : c.code));
  const again = (): void => {
    if (visit) begin(shell, visit, (sheet.get('part') || 'play') as Part, Number(sheet.get('length') || '8'));
  };
  return framed(shell, { title: t('ended.title'), lead: `${tn('ended.lead', view.count, { time: running(view.elapsed) })}${refused ? ` ${t('ended.no')}` : ''}` },
    closed.length > 0 ? el('p', { class: 'panel' }, t('ended.closed', { list: closed.join(', ') })) : null,
    el('div', { class: 'deeds column' }, button(t('next.write'), 'button primary wide', () => shell.instead(after(coding.session))), button(t('ended.visit'), 'button wide', () => shell.back())),
    refused ? refusal(shell, refused)
      : visit ? el('section', { class: 'part' }, el('h2', {}, t('ended.more')), lengthAndPart(sheet), button(t('before.code'), 'button wide', again)) : null);
}
