// The figures that stand beside words: one for each subject, so that colour is
// never alone, and a few for deeds and states.

import { draw } from './dom';

const paths = {
  pause: 'M7 4h4v16H7zM13 4h4v16h-4z',
  undo: 'M9 4 3 10l6 6v-4h6a4 4 0 0 1 0 8h-3v2h3a6 6 0 0 0 0-12H9z',
  redo: 'm15 4 6 6-6 6v-4H9a4 4 0 0 0 0 8h3v2H9a6 6 0 0 1 0-12h6z',
  done: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm-1.6 14.6-4.5-4.5 1.7-1.7 2.8 2.8 6-6 1.7 1.7z',
  tick: 'm9.6 17.6-5.7-5.7 2-2 3.7 3.7 8.5-8.5 2 2z',
  waiting: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 2a8 8 0 1 1 0 16 8 8 0 0 1 0-16zm-1 3h2v4.6l3.4 2-1 1.7L11 12.7z',
  soon: 'M12 2 1 21h22zm-1 7h2v6h-2zm0 8h2v2h-2z',
  broken: 'M12 1 1 12l11 11 11-11zm-1 6h2v6h-2zm0 8h2v2h-2z',
  offline: 'M7 1h10v22H7zm2 3v14h6V4zm2 15v2h2v-2z',
  lock: 'M12 2a5 5 0 0 0-5 5v3H5v12h14V10h-2V7a5 5 0 0 0-5-5zm-3 5a3 3 0 0 1 6 0v3H9zm2 7h2v4h-2z',
  speak: 'M4 9v6h4l5 4V5L8 9zm11.5 3A3.5 3.5 0 0 0 14 9v6a3.5 3.5 0 0 0 1.500-3zM14 4.200v2.100a6 6 0 0 1 0 11.400v2.100a8 8 0 0 0 0-15.600z',
  camera: 'M9 4 7.200 6H3v14h18V6h-4.200L15 4zm3 4.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9z',
} as const;

/** A figure without a meaning of its own; the words beside it carry it. */
export function icon(name: keyof typeof paths): SVGElement {
  return draw('svg', { class: `icon icon-${name}`, viewBox: '0 0 24 24', 'aria-hidden': 'true' }, draw('path', { d: paths[name] }));
}

/** The figure of whom a code is about: disc, square, rings, triangle. */
export function subjectIcon(subject: string): SVGElement {
  const svg = draw('svg', { class: 'icon figure', viewBox: '0 0 24 24', 'aria-hidden': 'true' });
  if (subject === 'child') svg.append(draw('circle', { cx: 12, cy: 12, r: 10 }));
  else if (subject === 'parent') svg.append(draw('rect', { x: 3, y: 3, width: 18, height: 18, rx: 2 }));
  else if (subject === 'dyad') svg.append(draw('circle', { class: 'ring', cx: 8.5, cy: 12, r: 6.5 }), draw('circle', { class: 'ring', cx: 15.5, cy: 12, r: 6.5 }));
  else svg.append(draw('path', { d: 'M12 3 2 21h20z' }));
  return svg;
}

/** A ring that is filled as the minutes go; the number stands in the middle. */
export function minutesRing(minutes: number, most: number): SVGElement {
  const share = Math.min(1, minutes / most), round = 2 * Math.PI * 26;
  const text = draw('text', { x: 32, y: 38, 'text-anchor': 'middle', class: 'ring-number' });
  text.textContent = String(minutes);
  return draw('svg', { class: 'minutes-ring', viewBox: '0 0 64 64', 'aria-hidden': 'true' },
    draw('circle', { class: 'ring-all', cx: 32, cy: 32, r: 26 }),
    draw('circle', { class: 'ring-used', cx: 32, cy: 32, r: 26, 'stroke-dasharray': `${share * round} ${round}`, transform: 'rotate(-90 32 32)' }), text);
}

/** A face from sad (0) to glad (1), drawn with one line for the mouth. */
export function face(mood: number): SVGElement {
  const bend = (mood - 0.5) * 16;
  return draw('svg', { class: 'face', viewBox: '0 0 48 48', 'aria-hidden': 'true' },
    draw('circle', { cx: 24, cy: 24, r: 21, class: 'face-line' }),
    draw('circle', { cx: 17, cy: 19, r: 2.5, class: 'face-eye' }), draw('circle', { cx: 31, cy: 19, r: 2.5, class: 'face-eye' }),
    draw('path', { d: `M14 ${31 - bend / 4} Q24 ${31 + bend} 34 ${31 - bend / 4}`, class: 'face-line' }));
}
