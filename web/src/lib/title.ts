/** What the browser's tab says. */
export function title(...parts: string[]): void {
  document.title = [...parts.filter(Boolean), 'Tapedeck'].join(' - ');
}
