/** The address of the page that says what to do about an error. */
export function runbook(code: string): string {
  return new URL(`runbook/${code}.html`, document.baseURI).href;
}
