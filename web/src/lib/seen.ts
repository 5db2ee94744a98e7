/** So far outside of what is shown a thing counts as seen: it can be there when it is scrolled to. */
const MARGIN = '200px';

/** For `{@attach …}`: calls `then` once, when the element is seen or nearly so. */
export const whenSeen = (then: () => void) => (element: Element) => {
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      then();
    },
    { rootMargin: MARGIN },
  );
  watch.observe(element);
  return () => watch.disconnect();
};
