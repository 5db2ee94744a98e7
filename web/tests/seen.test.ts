import { expect, it, vi } from 'vitest';
import { whenSeen } from '../src/lib/seen';

it('tells once that an element has come into view, and watches it no longer', () => {
  let see = (_seen: boolean) => {};
  const disconnect = vi.fn();
  const then = vi.fn();
  vi.stubGlobal('IntersectionObserver', class {
    constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
      see = (isIntersecting) => tell([{ isIntersecting }]);
    }
    observe = () => {};
    disconnect = disconnect;
  });
  whenSeen(then)({} as Element);
  see(false);
  expect(then).not.toHaveBeenCalled();
  see(true);
  expect([then.mock.calls.length, disconnect.mock.calls.length]).toEqual([1, 1]);
});
