// The days of the journey. It begins on a fixed day; all other days are counted
// from it.

const first = Date.UTC(2026, 9, 1);

/**
 * A day as one writes it in a form.
 * @param {number} n days after the first
 */
export function day(n) {
  const on = at(n);
  return `${on.getUTCDate()}.${on.getUTCMonth() + 1}.${on.getUTCFullYear()}`;
}

/**
 * A day as the demo is told.
 * @param {number} n days after the first
 */
export function flag(n) {
  return at(n).toISOString().slice(0, 10);
}

/** @param {number} n */
function at(n) {
  return new Date(first + n * 86_400_000);
}
