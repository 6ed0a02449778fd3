// The phone's words in Danish and English: the same keys, the same places to fill
// in, none that no screen uses, and none of the words that Samspil avoids.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { nothing } from './look.js';

const sources = fileURLToPath(new URL('../client/src/', import.meta.url));

/** @param {string} language @returns {Record<string, string>} */
const words = (language) => JSON.parse(readFileSync(`${sources}words/${language}.json`, 'utf8'));
const danish = words('da'), english = words('en');
const screens = readdirSync(`${sources}screens`).map((name) => readFileSync(`${sources}screens/${name}`, 'utf8')).join('\n');

/** @param {string} text */
const places = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort().join();

test('Danish and English have the same keys, in order', () => {
  assert.deepEqual(Object.keys(english), Object.keys(danish));
  assert.deepEqual(Object.keys(danish), Object.keys(danish).sort());
});

test('both have the same places to fill in', () => {
  nothing(Object.keys(danish).filter((key) => places(danish[key] ?? '') !== places(english[key] ?? '')));
});

test('only the hint of a key that needs none is empty', () => {
  nothing([...Object.entries(danish), ...Object.entries(english)].filter(([key, text]) => text.trim() === '' && key !== 'hint.K-STØ').map(([key]) => key));
});

test('every key is used', () => {
  // Keys put together from a beginning and a name: told('part.', …), t(`lack.${…}`).
  const begun = [...screens.matchAll(/told\((?:[^'()]*\? )?'([\w.]+\.)'/g), ...screens.matchAll(/: '([\w.]+\.)', c\.name/g), ...screens.matchAll(/t\(`([\w.]+\.)\$\{/g)].map((m) => m[1] ?? '');
  const used = (/** @type {string} */ key) => screens.includes(`'${key}'`) || screens.includes(`'${key.replace(/\.(one|other)$/, '')}'`) || begun.some((start) => key.startsWith(start));
  nothing(Object.keys(danish).filter((key) => !used(key)));
});

test('what is said is said to you, and of nobody in a cold word', () => {
  const avoided = /\b(klient|bruger(en|ne)?|ugyldig|påkrævet|no-show|compliance|score|dashboard|indsend|OK)\b/i;
  nothing(Object.entries(danish).filter(([, text]) => avoided.test(text)).map(([key, text]) => `${key}: ${text}`));
});
