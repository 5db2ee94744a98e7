// Somebody with an account.

export const listener = { name: 'listener', email: 'listener@example.org', password: 'the wheel is turning' };

/** Makes the account on the page for it, which signs its owner in. */
export async function signUp(page, world) {
  await page.goto(`${world.url}/app/register`);
  await page.getByLabel('Name', { exact: true }).fill(listener.name);
  await page.getByLabel('E-mail address').fill(listener.email);
  await page.getByLabel('Password').fill(listener.password);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.waitForURL('**/app/');
}

/** Asks again and again, at most a minute unless more is said. */
export async function waitUntil(holds, patienceMs = 60_000) {
  const end = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`This never came true: ${holds}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
