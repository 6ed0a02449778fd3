// One family of each programme, from the referral to the closed course, as the
// people who do the work. The demo is started again on each day of the story, so
// that time passes as it does in life.

import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { nothing } from './look.js';
import { newFolder, startDemo } from './server.js';
import { startBrowser } from './visitor.js';
import * as closing from './journey/closing.js';
import { day, flag } from './journey/days.js';
import { contactFamily, preventive } from './journey/families.js';
import * as feedback from './journey/feedback.js';
import { as, Log } from './journey/hands.js';
import { takeIn } from './journey/intake.js';
import * as measuring from './journey/measuring.js';
import * as meetings from './journey/meetings.js';
import { approvePlan, writePlan } from './journey/plan.js';
import { refer } from './journey/referral.js';

/** @typedef {import('./journey/families.js').Family} Family */
/** @typedef {import('./journey/hands.js').Hands} Hands */

/**
 * @typedef {object} Story
 * @property {import('./visitor.js').Screen} screen all of them sit at
 * @property {Family} family
 * @property {string} course its path, once there is one
 * @property {boolean} well nothing has gone wrong in it so far
 */

/** @type {Story[]} */
const stories = [
  { screen: 'desk', family: preventive, course: '', well: true },
  { screen: 'desk', family: contactFamily('Malthe', 'Pernille'), course: '', well: true },
  { screen: 'phone', family: contactFamily('Alfred', 'Signe'), course: '', well: true },
];

const met = 8; // days after the first
const last = 60;
/** @type {[number, number][]} */
const mornings = [[4, 2], [11, 3], [18, 3], [25, 5], [32, 5], [39, 6], [46, 7], [53, 8], [60, 8]]; // prettier-ignore

const log = new Log();
/** @type {import('./server.js').Server | undefined} */
let demo;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {string} */
let data;

before(async () => {
  data = await newFolder();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
  await rm(data, { recursive: true, force: true });
});

// A machine that does other things as well takes its time.
test('two programmes from referral to closed course', { timeout: 1_200_000 }, async (t) => {
  await t.test('the first day: referred, taken in, planned', (t) => chapter(t, 0, begins));
  await t.test('the second week: met, written down, told', (t) => chapter(t, met, goesOn));
  await t.test('the last days: measured, analysed, reported, closed', (t) => chapter(t, last, ends));
  await t.test('every page on the way is good', () => nothing(log.found));
});

/**
 * A day in all stories that have gone well so far.
 * @param {import('node:test').TestContext} t
 * @param {number} n days after the first
 * @param {(story: Story) => Promise<void>} deeds
 */
async function chapter(t, n, deeds) {
  await comesTheDay(n);
  for (const story of stories) {
    const goes = story.well;
    story.well = false;
    const what = `${story.family.programme}, on a ${story.screen}`;
    await t.test(what, { skip: !goes && 'an earlier day went wrong' }, async () => {
      await deeds(story);
      story.well = true;
    });
  }
}

/** @param {Story} story */
async function begins(story) {
  const { family } = story;
  const referral = await by(story, 'Dorthe', (adviser) => refer(adviser, family));
  story.course = await by(story, 'Gitte', (leader) => takeIn(leader, family, referral));
  await by(story, family.lead, (consultant) => writePlan(consultant, family, story.course));
  await by(story, 'Gitte', (leader) => approvePlan(leader, story.course));
  await by(story, family.lead, async (consultant) => {
    await measuring.beginToMeasure(consultant, story.course);
    if (!family.contact) return meetings.planVisit(consultant, family, story.course, 4);
    await meetings.agreeOnNotes(consultant, story.course);
    await meetings.bookContact(consultant, story.course, 5);
  });
}

/** @param {Story} story */
async function goesOn(story) {
  const { family, course } = story;
  await by(story, family.lead, async (consultant) => {
    if (!family.contact) return meetings.writeVisit(consultant, family, course);
    await meetings.writeContact(consultant, family, course);
    await feedback.tell(consultant, family, course);
  });
  if (!family.contact) return;
  await by(story, 'Dorthe', (adviser) => feedback.acknowledge(adviser, family));
  await by(story, family.lead, (consultant) => feedback.hearBack(consultant, course));
}

/** @param {Story} story */
async function ends(story) {
  const { family, course } = story;
  await by(story, family.psychologist, (psychologist) => closing.analyse(psychologist, family, course));
  await by(story, family.lead, async (consultant) => {
    if (!family.contact) await measuring.rate(consultant, family, course, mornings);
    await measuring.judge(consultant, course);
    await closing.concludeGoal(consultant, course, day(last));
  });
  await reportsStatus(story);
  const report = await by(story, family.lead, async (consultant) => {
    const report = await closing.writeReport(consultant, course, 'Afsluttende rapport');
    await closing.signReport(consultant, report);
    return report;
  });
  await by(story, family.psychologist, (psychologist) => closing.signReport(psychologist, report));
  await by(story, 'Gitte', (reader) => closing.approveReport(reader, report));
  await by(story, 'Gitte', async (leader) => {
    if (family.contact) await closing.except(leader, course);
    await closing.close(leader, course, day(last));
  });
}

/** @param {Story} story */
async function reportsStatus(story) {
  const { family, course } = story;
  const report = await by(story, family.lead, (consultant) => closing.writeReport(consultant, course, 'Statusrapport'));
  await by(story, 'Gitte', (reader) => closing.approveReport(reader, report));
  await by(story, family.lead, (consultant) => closing.sendReport(consultant, report));
  await by(story, 'Dorthe', (adviser) => closing.readReport(adviser, family, report));
}

/**
 * Starts the demo on a day; it goes on where it was left.
 * @param {number} n days after the first
 */
async function comesTheDay(n) {
  await demo?.stop();
  demo = await startDemo({ day: flag(n), data });
}

/**
 * Lets somebody sit down, do something and leave.
 * @template T
 * @param {Story} story
 * @param {string} name
 * @param {(hands: Hands) => Promise<T>} deed
 * @returns {Promise<T>}
 */
async function by(story, name, deed) {
  if (demo === undefined) throw new Error('no demo runs');
  const hands = await as({ browser, address: demo.address, screen: story.screen, log }, name);
  const result = await deed(hands);
  await hands.leave();
  return result;
}
