// Forms in the hands of people in a hurry: nothing chosen, too much written, a
// day that does not exist, the button pressed twice, two windows at once. What
// was typed stays, nothing is lost, nothing is there twice.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { as, Hands, Log } from './journey/hands.js';
import { findings, nothing } from './look.js';
import { startDemo } from './server.js';
import { startBrowser } from './visitor.js';

const noah = '/forloeb/00000000-0000-7000-8000-00000000fb01';
const long = 'Noah rakte klodsen frem. '.repeat(1000);

/** @type {import('./server.js').Server} */
let demo;
/** @type {import('playwright-core').Browser} */
let browser;
const log = new Log();

before(async () => {
  demo = await startDemo({ day: '2026-10-01' });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** @type {{name: string, who: string, path: string, button: string, typed: Record<string, string>, says: string}[]} */
const refused = [
  { name: 'nothing chosen', who: 'Dorthe', path: '/henvisninger/ny', button: 'Begynd henvisningen', typed: {}, says: 'Vælg, hvilken indsats' },
  { name: 'nothing written', who: 'Lone', path: `${noah}/aftaler/ny`, button: 'Sæt i kalenderen', typed: {}, says: 'Vælg' },
  {
    name: 'a day that does not exist',
    who: 'Lone',
    path: `${noah}/aftaler/ny`,
    button: 'Sæt i kalenderen',
    typed: { Dato: '32.13.2026', 'Begynder kl.': 'halv to', Sted: 'Familiehuset' },
    says: 'dag, måned og år',
  },
  {
    name: 'an end before the beginning',
    who: 'Lone',
    path: `${noah}/samvaer/ny`,
    button: 'Sæt i kalenderen',
    typed: { Dato: '20.10.2026', 'Begynder kl.': '15.00', 'Slutter kl.': '14.00', Sted: 'Familiehuset' },
    says: 'slutter',
  },
  {
    name: 'far too much',
    who: 'Lone',
    path: `${noah}/tilbagemeldinger/ny`,
    button: 'Gem, og læs den igennem',
    typed: { Overskrift: 'Noah rakte klodsen frem', Besked: long },
    says: 'for lang',
  },
];

for (const { name, who, path, button, typed, says } of refused) {
  test(`${name} at ${path.replace(noah, '/forloeb/…')}`, async () => {
    const hands = await sits(who);
    await hands.open(path);
    await hands.answer(typed);
    assert.equal(await answered(hands, () => hands.press(button)), 422);
    const summary = hands.page.getByRole('alert');
    assert.match(await summary.innerText(), new RegExp(says));
    for (const [question, words] of Object.entries(typed)) {
      assert.equal((await hands.page.getByLabel(question).first().inputValue()).trim(), words.trim(), question);
    }
    nothing(await findings(hands.page));
    await hands.leave();
  });
}

test('the button pressed twice makes one appointment', async () => {
  const hands = await sits('Lone');
  await hands.open(`${noah}/aftaler/ny`);
  await hands.answer({
    'Hvad skal I lave?': 'Undervisning',
    Dato: '23.10.2026',
    'Begynder kl.': '9.00',
    'Slutter kl.': '10.00',
    Sted: 'Familiehuset',
    'Hvem fra familien og netværket?': ['Sanne'],
  });
  /** @type {Promise<unknown>[]} */
  const posts = [];
  hands.page.on('request', (request) => { if (request.method() === 'POST') posts.push(request.response().catch(() => null)); });
  await hands.page.getByRole('button', { name: 'Sæt i kalenderen' }).dblclick();
  await hands.page.waitForURL((url) => !url.pathname.endsWith('/ny'));
  await Promise.all(posts); // the second may still be on its way
  await hands.page.goto('about:blank').catch(() => {});
  await hands.open(`${noah}/aftaler`);
  assert.equal(await hands.page.getByRole('link', { name: 'fre. 23. okt.' }).count(), 1);
  await hands.leave();
});

test('a second window does not overwrite what the first has saved', async () => {
  const hands = await sits('Lone');
  await hands.open(`${noah}/samvaer`);
  await hands.follow('ons. 30. sept.');
  const form = `${hands.path()}/efter`;
  const other = new Hands({ ...hands.visit, page: await hands.visit.context.newPage() }, log);
  await hands.open(form);
  await other.page.goto(form);
  await hands.answer({ Vurdering: 'Skrevet i det første vindue.' });
  await hands.press('Gem, og skriv færdig senere');
  await other.answer({ Vurdering: 'Skrevet i det andet vindue.' });
  const status = await answered(other, () => other.press('Gem, og skriv færdig senere'));
  assert.equal(status, 409);
  await other.sees('Skrevet i det første vindue.');
  assert.equal(await other.page.getByLabel(/^\s*Vurdering/).first().inputValue(), 'Skrevet i det andet vindue.');
  await hands.leave();
});

/** @param {string} name */
function sits(name) {
  return as({ browser, address: demo.address, screen: 'desk', log }, name);
}

/**
 * The status with which a form was answered.
 * @param {Hands} hands
 * @param {() => Promise<void>} deed
 */
async function answered(hands, deed) {
  const answer = hands.page.waitForResponse((response) => response.request().method() === 'POST' && response.request().resourceType() === 'document');
  await deed();
  return (await answer).status();
}
