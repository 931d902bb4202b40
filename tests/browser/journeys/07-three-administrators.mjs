// The auditor reads and verifies the log, a policy officer may not; the security administrator asks who and why; the system administrator
// makes an account whose password is shown once.
import { assert, noMissing, text, mark } from '../harness.mjs';

export default async function administrators(house) {
  const audit = await house.as('audit');
  await audit.goto('/audit');
  assert.ok(await audit.locator('main tbody tr').count() > 5, 'the log has records');
  await audit.locator('main tbody th a').first().click();
  await audit.waitForSelector('.notice-done');
  await noMissing(audit);
  await audit.goto('/audit/verify');
  await audit.click('main form[action="/audit/verify"] button');
  for (let i = 0; i < 20 && !await audit.locator('main .notice-done').count(); i += 1) {
    await audit.waitForTimeout(500);
    const again = audit.locator('main .notice a');
    if (await again.count()) await again.first().click(); else await audit.reload();
    await audit.waitForLoadState();
  }
  assert.match(await text(audit, 'main .notice-done'), /完整|未发现|一致/, 'the log is whole');
  const refused = await audit.goto('/accounts/new');
  assert.equal(refused.status(), 403, 'the auditor makes no accounts');

  const policy = await house.as('policy');
  const answer = await policy.goto('/audit');
  assert.equal(answer.status(), 403);
  const said = await text(policy, 'main');
  assert.match(said, /权限/, 'it says why');
  assert.match(said, /管理员/, 'and whom to ask');
  await noMissing(policy);

  const security = await house.as('security');
  await security.goto('/access/who?permission=documents.read&place=211000');
  assert.ok(await security.locator('main tbody tr').count() > 0, 'somebody can read the documents of 辽阳市');
  await noMissing(security);
  await security.goto('/access/why?account=policy&permission=documents.read&place=211000');
  assert.ok(await security.locator('.notice-done').count(), 'policy may, and it is said why');
  await security.goto('/access/why?account=jobseeker&permission=audit.read&place=211000');
  assert.ok(await security.locator('.notice-warning').count(), 'jobseeker may not');
  await security.goto('/grants');
  assert.ok(await security.locator('main tbody tr').count() > 3);
  await noMissing(security);

  const system = await house.as('system');
  await system.goto('/accounts/new');
  const login = 'new' + mark();
  await system.fill('main [name=login]', login);
  await system.fill('main [name=name]', '试用人员');
  await system.fill('main [name=person_key]', 'T-' + login);
  await system.fill('main [name=place]', '211000');
  await system.click('main form[method=post] button.primary, main form[method=post] p.acts button');
  await system.waitForSelector('#one-time');
  const password = (await system.textContent('#one-time')).trim();
  assert.ok(password.length >= 12, 'a one-time password');
  await noMissing(system);
  await system.reload();
  assert.ok(!(await system.content()).includes(password), 'shown once only');
  await system.goto('/accounts?q=' + login);
  assert.equal(await system.locator('main tbody tr').count(), 1);
  const none = await system.goto('/documents');
  assert.equal(none.status(), 403, 'the system administrator sees no documents');

  // The newcomer comes in with it and must set a password of their own first.
  const newcomer = await (await house.desk()).page();
  await newcomer.goto('/login');
  await newcomer.fill('[name=login]', login);
  await newcomer.fill('[name=password]', password);
  await newcomer.click('main form[method=post] button.primary');
  await newcomer.waitForLoadState();
  assert.match(await text(newcomer, 'main'), /新口令|设置口令|更换口令|修改口令/);
}
