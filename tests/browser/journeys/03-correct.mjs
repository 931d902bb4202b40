// A finding is corrected with its history; two people at the same finding; the second sees both versions; and the change is undone.
import { assert, mark, noMissing, notice, text } from '../harness.mjs';
import { keep } from './02-import.mjs';

const save = async (page, act) => {
  await page.click(`main form[data-guard] button[value=${act}]`);
  await page.waitForLoadState();
};

export default async function correcting(house) {
  const one = await house.as('policy');
  const made = notice(mark());
  await keep(one, made.file);
  await one.goto('/documents?q=' + encodeURIComponent(made.title));
  await one.locator('main tbody a', { hasText: made.title }).first().click();
  const href = await one.locator('#a1 .margin .f-figure a.fix').first().getAttribute('href');

  await one.goto(href);
  const field = 'main form[data-guard] [name=value]';
  assert.equal(await one.inputValue(field), '240');
  const two = await house.as('policy');
  await two.goto(href);

  await one.fill(field, '250');
  await one.fill('[name=reason]', '按更正后的文稿');
  await save(one, await firstAct(one));
  await one.goto(href);
  assert.equal(await one.inputValue(field), '250', 'the correction is kept');
  const history = await text(one, '.timeline');
  assert.match(history, /250/);
  assert.match(history, /按更正后的文稿/);
  await noMissing(one);

  await two.fill(field, '260');
  // First without a reason: told so, and what the first did is still not overwritten by trying again.
  await save(two, await firstAct(two));
  assert.match(await text(two, '.field.invalid'), /理由/);
  await two.fill('[name=reason]', '另一人的更正');
  await save(two, await firstAct(two));
  assert.ok(await two.locator('[data-problem] table.compare').count(), 'the second is shown both versions');
  const both = await text(two, 'table.compare');
  assert.match(both, /250/);
  assert.match(both, /260/);
  await noMissing(two);
  await two.goto(href);
  assert.equal(await two.inputValue(field), '250', 'nothing was overwritten');

  // A wrong value is refused at its field, and nothing typed is lost.
  await two.fill(field, '二百多');
  await two.fill('[name=reason]', '试');
  await save(two, await firstAct(two));
  if (await two.locator('.error-summary').count()) {
    assert.equal(await two.inputValue(field), '二百多');

  } else throw new Error('a figure that is no number was accepted');

  await one.goto(href);
  const undo = one.locator('main form[data-guard] button[value=reopen], main form[data-guard] button[value=undo]');
  assert.equal(await undo.count(), 1, 'a corrected finding can be opened again');
  await one.fill('[name=reason]', '更正有误');
  await undo.click();
  await one.waitForLoadState();
  await one.goto(href);
  assert.equal(await one.inputValue(field), '240', 'back to what was recognised');
  assert.ok(await one.locator('.timeline li').count() >= 2, 'the history keeps both');
}

async function firstAct(page) {
  const acts = await page.$$eval('main form[data-guard] button[name=act]', all => all.map(b => b.value));
  const act = acts.find(a => /correct|save|change/.test(a));
  assert.ok(act, `one of the acts saves a correction: ${acts}`);
  return act;
}
