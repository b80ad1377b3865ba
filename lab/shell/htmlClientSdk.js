// What a framed plugin finds at the client's address: the functions of the vSphere Client's SDK that this product uses,
// by messages to the shell around it.
(() => {
  const listeners = { refresh: [], theme: [], dateTimeFormat: [] };
  const answers = new Map();
  const waiting = [];
  let state = null;
  let calls = 0;

  const tell = (kind, content) => window.parent.postMessage({ sdk: kind, ...content }, location.origin);
  const ask = (kind, content, callback) => {
    answers.set(++calls, callback);
    tell(kind, { ...content, call: calls });
  };

  addEventListener('message', (event) => {
    if (event.origin !== location.origin || event.source !== window.parent) return;
    const message = event.data;
    if (message.shell === 'state') {
      state = message.state;
      waiting.splice(0).forEach((ready) => ready());
    } else if (message.shell === 'answer') {
      const callback = answers.get(message.call);
      answers.delete(message.call);
      callback?.(message.answer);
    } else if (message.shell === 'event') {
      Object.assign(state, message.change);
      listeners[message.event].forEach((listener) => listener(message.content));
    }
  });

  const known = () => {
    if (!state) throw new Error('htmlClientSdk is not initialized');
    return state;
  };

  window.htmlClientSdk = {
    initialize(ready) {
      if (state) {
        ready?.();
      } else {
        if (ready) waiting.push(ready);
        tell('initialize');
      }
    },
    isInitialized: () => state !== null,
    getProxiedPluginServerOrigin: () => {
      const prefix = /^\/plugins\/[^/]+\/[^/]+/.exec(location.pathname);
      return prefix ? location.origin + prefix[0] : null;
    },
    app: {
      getContextObjects: () => known().contextObjects,
      getNavigationData: () => known().navigationData ?? null,
      navigateTo: (to) => tell('navigateTo', { to }),
      navigateToClientView: (to) => tell('navigateToClientView', { to }),
      getSessionInfo: (callback) => ask('session', {}, callback),
      getPluginBackendInfo: (callback) => ask('backends', {}, callback),
      getClientInfo: () => ({ type: 'stand-in', version: '8.0.3' }),
      getClientLocale: () => known().locale,
      getTheme: () => known().theme,
      formatDateTime: (millis, options) =>
        new Intl.DateTimeFormat(known().locale, {
          ...(options?.format !== 'TIME' && { dateStyle: 'short' }),
          ...(options?.format !== 'DATE' && { timeStyle: 'medium' }),
        }).format(millis),
      refreshPluginItemsState: () => tell('refreshItems'),
    },
    event: {
      onGlobalRefresh: (listener) => listeners.refresh.push(listener),
      onThemeChanged: (listener) => listeners.theme.push(listener),
      onDateTimeFormatChanged: (listener) => listeners.dateTimeFormat.push(listener),
    },
    modal: {
      open: ({ onClosed, ...modal }) => ask('openModal', { modal: JSON.parse(JSON.stringify(modal)) }, (result) => onClosed?.(result)),
      close: (result) => tell('closeModal', { result: result === undefined ? undefined : JSON.parse(JSON.stringify(result)) }),
      getCustomData: () => known().customData,
      setOptions: (options) => tell('modalOptions', { options }),
    },
  };
})();
