// The frame all screens stand in: which one is shown, the way back, what is said
// to those who listen instead of looking, and when reading is locked.

import type { Core, DayCourse, DayVisit, DraftForm, KeptCourse, KeptVisit, Part } from '../core';
import { add, button, el, fill, unremembered, type Child } from './dom';
import type { Sheet } from './sheet';
import { statusLine } from './status';
import { showOnly } from './tab';
import { t } from './words';
import type { DraftPart } from './writing';

/** One screen as it is shown. */
export interface Screen {
  title: string;
  node: HTMLElement;
  dark?: boolean; // always dark, whatever the phone likes
  alone?: boolean; // nothing but this may be drawn; the way back is closed
  records?: boolean; // goes on when reading is locked
  left?: () => void; // clears up when another screen comes
}
export type Maker = (shell: Shell) => Screen;

/** A contact or another session, with what is in memory of it. */
export type Visit = KeptVisit & Partial<Omit<DayVisit, keyof KeptVisit>>;
export type Course = KeptCourse & Partial<Omit<DayCourse, keyof KeptCourse>>;

/** A form of a session as it is being filled in, kept while the page lives. */
export interface Writing {
  of: { case: string; session: string };
  sheet: Sheet;
  drafts: DraftPart[];
  begun: string; // its own id, new each time a form is begun
  stands: Partial<Record<DraftForm, string>>; // the text that was seen when it was begun
  seen: Partial<Record<DraftForm, string[]>>; // texts beside it that were taken in or put away
  unseen: boolean; // begun where nothing could be read
  parts: Record<string, { version: number; sent?: string }>; // of the record as it was seen; the entry handed in last from here
  blind: boolean; // something stands there that cannot be seen now
  was: string; // what a part said when it was begun, to tell whether it changed
}

/** A stretch coded on this phone since the program started. */
export interface CodedPiece {
  session: string;
  part: Part;
  length: number; // ms
  events: number;
}

const halfHour = 30 * 60 * 1000;

export class Shell {
  readonly writings = new Map<string, Writing>();
  readonly coded = new Map<string, CodedPiece>(); // by segment
  private trail: Maker[] = [];
  private shown: Screen | undefined;
  private readonly place = el('div', { id: 'screen' });
  private readonly voice = el('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  private readonly toast = el('div', { class: 'toast', role: 'status', hidden: true });
  private readonly watchers = new Set<() => void>();
  private toasting = 0;
  private day: Core['day'];
  private stale = false;
  private touched = Date.now();
  private was: string;
  private out: boolean; // in other hands

  constructor(readonly core: Core, body: HTMLElement, private readonly screens: { first: () => Maker; locked: Maker }) {
    this.was = core.phase;
    this.out = core.handed;
    body.replaceChildren(this.place, this.toast, this.voice, el('form', { id: unremembered, autocomplete: 'off', hidden: true }));
    core.onstatus = () => this.told();
    addEventListener('popstate', (event) => this.popped(event));
    for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, () => this.touch(), { passive: true });
    setInterval(() => this.idle(), 60_000);
  }

  private touch(): void {
    this.touched = Date.now();
    this.core.touch();
  }

  /** Shows a further screen; the phone's own way back leads here again. */
  go(make: Maker): void {
    this.hush(); // what was said of one screen does not lie over the next
    this.trail.push(make);
    history.pushState({ depth: this.trail.length - 1 }, '');
    this.show();
  }

  /** Shows a screen in the place of this one. */
  instead(make: Maker): void {
    this.hush();
    this.trail.splice(-1, 1, make);
    this.show();
  }

  back(): void {
    if (this.trail.length > 1) history.back();
    else this.home();
  }

  /** Back to where the program begins, whatever that is now. */
  home(): void {
    this.trail = [this.screens.first()];
    history.replaceState({ depth: 0 }, '');
    this.show();
  }

  /** Lets a screen go that is drawn alone. */
  release(to: 'back' | 'home'): void {
    if (this.shown) delete this.shown.alone;
    if (to === 'home') this.home();
    else this.back();
  }

  /** Puts away what was typed: it lies sealed on the phone, and comes back with the day. */
  putAway(): void {
    this.forget();
  }

  /** Makes the same screen anew. */
  again(): void {
    this.show();
  }

  /** Says something to those who do not see it change. */
  say(text: string): void {
    this.voice.textContent = '';
    this.voice.textContent = text;
  }

  /** Shows a line for a while, with a deed if there is one. */
  tell(text: string, deed?: string, does?: () => void): void {
    clearTimeout(this.toasting);
    fill(this.toast, el('span', {}, text), deed && does ? button(deed, 'link', () => { this.hush(); does(); }) : null);
    this.toast.hidden = false;
    this.toasting = window.setTimeout(() => this.hush(), 8000);
  }

  /** Says another thing in the place of what is still shown. */
  amend(was: string, text: string): void {
    if (!this.toast.hidden && this.toast.textContent === was) this.tell(text);
  }

  hush(): void {
    this.toast.hidden = true;
  }

  /** Is told when what waits, the phase or the day has changed; ends with what it answers. */
  watch(tell: () => void): () => void {
    this.watchers.add(tell);
    return () => this.watchers.delete(tell);
  }

  private show(): void {
    const make = this.trail.at(-1);
    if (!make) return;
    this.shown?.left?.();
    this.voice.textContent = '';
    const screen = make(this);
    if (screen.alone) this.hush();
    this.shown = screen;
    document.documentElement.classList.toggle('night', screen.dark === true);
    document.title = `${screen.title} · Samspil`;
    fill(this.place, screen.node);
    showOnly(screen.node, this.core.status.otherTab);
    scrollTo(0, 0);
    const heading = screen.node.querySelector<HTMLElement>('h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  }

  private popped(event: PopStateEvent): void {
    if (this.shown?.alone) {
      history.pushState({ depth: this.trail.length - 1 }, '');
      return;
    }
    const depth = typeof event.state?.depth === 'number' ? event.state.depth as number : 0;
    if (depth >= this.trail.length) return;
    this.trail.length = depth + 1;
    this.show();
  }

  private told(): void {
    const was = this.was, phase = this.core.phase;
    this.was = phase;
    this.catchUp();
    if (was === 'open' && phase === 'locked') {
      this.forget();
      if (!this.shown?.records) this.go(this.screens.locked);
    } else if (was === 'locked' && phase === 'open' && this.trail.at(-1) === this.screens.locked && !this.shown?.alone) this.back();
    this.otherHands();
    for (const tell of [...this.watchers]) tell();
    showOnly(this.place, this.core.status.otherTab);
  }

  // Given out, or taken back, in another tab.
  private otherHands(): void {
    const out = this.core.handed;
    if (out === this.out) return;
    this.out = out;
    if (out && !this.shown?.alone) {
      this.forget();
      this.home();
    }
  }

  // A day that came down while something still waited here lacks what waited; it is
  // fetched once more when that has been sent.
  private catchUp(): void {
    const day = this.core.day, waits = this.core.status.waits;
    if (day !== this.day) {
      this.day = day;
      this.stale = day !== undefined && waits > 0;
    } else if (this.stale && waits === 0) {
      this.stale = false;
      this.core.refresh().then(() => this.freshened(), () => undefined);
    }
  }

  // Forms that nobody has touched begin anew from what has come.
  private freshened(): void {
    let busy = false;
    for (const [key, writing] of this.writings) {
      const touched = writing.sheet.changedSince || Object.values(writing.parts).some((p) => p.sent);
      if (touched) busy = true;
      else this.writings.delete(key);
    }
    if (!busy && !this.shown?.records && !this.shown?.alone) this.again();
  }

  // What was typed is sealed by now and may not be read by whoever picks the phone up.
  private forget(): void {
    this.writings.clear();
    this.coded.clear();
  }

  private idle(): void {
    if (this.core.phase !== 'locked' || this.shown?.records || Date.now() - this.touched < halfHour || this.writings.size === 0) return;
    this.forget();
    this.home();
  }
}

export interface Frame {
  title: string;
  kicker?: string | undefined;
  lead?: string | undefined;
  back?: boolean;
  aside?: Child; // beside the heading
}

/** A screen in the usual frame: the way back, what waits, heading, content. */
export function framed(shell: Shell, frame: Frame, ...content: Child[]): Screen {
  const status = statusLine(shell);
  const header = el('div', { class: 'head' },
    frame.kicker ? el('p', { class: 'kicker' }, frame.kicker) : null,
    el('h1', {}, frame.title),
    frame.lead ? el('p', { class: 'lead' }, frame.lead) : null);
  const node = el('div', { class: 'page' },
    el('header', { class: 'bar' }, frame.back ? button(t('back'), 'link back', () => shell.back()) : el('span', { class: 'brand' }, 'Samspil'), status.node),
    el('main', {}, frame.aside ? el('div', { class: 'head-row' }, header, frame.aside) : header, status.alarm));
  add(node.querySelector('main') ?? node, ...content);
  return { title: frame.title, node, left: status.end };
}

/** Own sessions, with their texts where they are in memory. */
export function visitsOf(core: Core): Visit[] {
  return core.day?.visits ?? core.kept?.visits ?? [];
}

export function visitOf(core: Core, session: string): Visit | undefined {
  return visitsOf(core).find((v) => v.session === session);
}

export function coursesOf(core: Core): Course[] {
  return core.day?.courses ?? core.kept?.courses ?? [];
}

export function courseOf(core: Core, id: string): Course | undefined {
  return coursesOf(core).find((c) => c.case === id);
}
