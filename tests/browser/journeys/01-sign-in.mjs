// A policy officer mistypes the password, is told so in words and in the title, signs in, and finds the first hour.
import { assert, passwords, text } from '../harness.mjs';

export default async function signIn(house) {
  for (const [lang, wrong, first] of [['zh', /^错误/, '第一小时'], ['en', /^Error/, 'first hour']]) {
    const page = await (await house.desk()).page();
    await page.goto('/login?lang=' + lang);
    await page.fill('[name=login]', 'policy');
    await page.fill('[name=password]', 'certainly-not-this-one');
    await page.click('main form[method=post] button.primary');
    await page.waitForSelector('.error-summary');
    assert.match(await page.title(), wrong);
    assert.ok(await page.evaluate(() => document.activeElement.classList.contains('error-summary')), 'the summary of errors has the focus');
    assert.notEqual(await page.inputValue('[name=password]'), 'certainly-not-this-one', 'what was typed does not come back');
    assert.equal(await page.inputValue('[name=login]'), 'policy', 'the name does come back');
    assert.ok(!page.url().includes('certainly'), 'the password is not in the address');
    await page.fill('[name=password]', passwords.policy);
    await page.click('main form[method=post] button.primary');
    await page.waitForURL(url => url.pathname === '/');
    assert.match(await text(page, '.first-hour h2'), new RegExp(first, 'i'));
    assert.equal(await page.locator('.first-hour li').count(), 4);
    const cookies = await page.context().cookies();
    assert.ok(cookies.filter(c => /session/i.test(c.name)).every(c => c.httpOnly && c.sameSite !== 'None'), 'the session cookie is out of reach of scripts');
    // A page asked for before signing in is the page after it.
    await page.click('.me summary');
    await page.click('form[action="/logout"] button');
    await page.waitForLoadState();
    await page.goto('/units');
    assert.match(page.url(), /\/login\?/);
  }
}
