import { onlineManager } from '@tanstack/svelte-query';
import { expect, it } from 'vitest';
import { queryClient } from '../src/lib/queries';

it('asks the server on this machine when the browser says that there is no network', async () => {
  onlineManager.setOnline(false);
  const client = queryClient();
  client.mount();
  const asked = client.fetchQuery({ queryKey: ['x'], queryFn: async () => 'answered' });
  const answer = await Promise.race([asked, new Promise((done) => setTimeout(done, 200, 'nothing'))]);
  onlineManager.setOnline(true);
  expect(answer).toBe('answered');
});
