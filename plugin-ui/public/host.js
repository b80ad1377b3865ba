/*
 * Runs before anything is painted: the address that relative links start from, and the theme. A page that waits for
 * its bundle to learn that the theme is dark has flashed white by then.
 */
(() => {
  const sdk = window.htmlClientSdk;
  const root = document.documentElement;
  const origin = sdk ? sdk.getProxiedPluginServerOrigin() : null;
  const base = document.createElement('base');
  base.href = origin ? origin + '/plugin/' : './';
  document.head.insertBefore(base, document.head.firstChild);
  if (sdk) {
    sdk.initialize(() => root.setAttribute('cds-theme', sdk.app.getTheme().name));
    return;
  }
  let chosen = null;
  try {
    chosen = localStorage.getItem('datastore-guard.theme');
  } catch {
    // A browser that keeps nothing: its own preference decides.
  }
  root.setAttribute('cds-theme', chosen ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
})();
