// The shell around the framed plugin: what it shows comes from the plugin's manifest and the simulator's inventory.
const state = await (await fetch('shell/state')).json();
const saved = new URLSearchParams(location.search);
const settings = { theme: saved.get('theme') ?? 'light', locale: saved.get('locale') ?? 'en-US' };
const { plugin, guid } = state;
const manifest = plugin?.manifest;
const byId = (id) => document.getElementById(id);
const KINDS = { Datastore: 'Datastores', ClusterComputeResource: 'Clusters', HostSystem: 'Hosts' };
/** Window of a frame → what the shell knows of it. */
const frames = new Map();
let session = null;
let unmapped = new Map();
let shown = { objectId: null, tab: 'summary', viewId: null, navigationData: null };

/** make('button', {text, onclick, …}, children…) */
function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  const { text, attributes = {}, ...rest } = properties;
  Object.assign(element, rest);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  if (text !== undefined) element.textContent = text;
  element.append(...children.filter(Boolean));
  return element;
}

const label = (key) => manifest.definitions.i18n.definitions[key]?.[settings.locale] ?? key;
const address = (uri) => `${plugin.prefix}${plugin.folder}${uri}`;

function frame(uri, about) {
  const element = make('iframe', { src: address(uri), title: about.title });
  frames.set(element, { contextObjects: [], navigationData: null, customData: undefined, ...about });
  return element;
}

function stateOf(about) {
  const { contextObjects, navigationData, customData } = about;
  return { theme: { name: settings.theme }, locale: settings.locale, contextObjects, navigationData, customData };
}

async function token() {
  session ??= (await (await fetch('shell/session', { method: 'POST' })).json()) ?? null;
  byId('user').textContent = session.user ?? '';
  return session.token;
}

async function visibleItems(objectId) {
  const answer = await fetch(address('visibility'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'vmware-api-session-id': await token() },
    body: JSON.stringify({ apiVersion: '1.0.0', objectIds: [objectId], locale: settings.locale.replace('-', '_') }),
  });
  const items = answer.ok ? (await answer.json()).dynamicItems : [];
  return new Map(items.map((item) => [item.id, item.visible]));
}

/** The reasons of those datastores that have no dataset, as far as the plugin's server tells the person. */
async function findUnmapped() {
  const about = { headers: { 'vmware-api-session-id': await token(), 'datastore-guard-vcenter': guid } };
  const answer = await fetch(`${plugin.prefix}/api/v1/datastores?limit=1000`, about);
  const items = answer.ok ? (await answer.json()).items : [];
  return new Map(items.filter((one) => one.mapping.status !== 'MAPPED').map((one) => [one.id, one.mapping.reason]));
}

function drawTree() {
  const entry = (text, objectId) =>
    make('button', {
      type: 'button',
      text,
      className: unmapped.has(objectId) ? 'unmapped' : '',
      title: unmapped.get(objectId) ?? '',
      onclick: () => show({ objectId, tab: 'summary', viewId: null, navigationData: null }),
      attributes: shown.objectId === objectId ? { 'aria-current': 'page' } : {},
    });
  byId('tree').replaceChildren(
    make('h2', { text: 'Plugins' }),
    plugin ? entry(label(manifest.configuration.nameKey), null) : make('p', { text: 'No plugin is registered.' }),
    ...Object.entries(KINDS).flatMap(([kind, title]) => [
      make('h2', { text: title }),
      ...state.objects.filter((one) => one.kind === kind).map((one) => entry(one.name, one.id)),
    ]),
  );
}

const views = (kind, part) => manifest.objects[kind]?.[part]?.views ?? [];

function drawHead(object, visible) {
  const tab = (name, text) =>
    make('button', {
      type: 'button',
      text,
      onclick: () => show({ ...shown, tab: name, viewId: null, navigationData: null }),
      attributes: shown.tab === name ? { 'aria-current': 'page' } : {},
    });
  const menu = make('menu', { hidden: true });
  const actions = manifest.objects[object.kind]?.menu?.actions ?? [];
  for (const action of actions) {
    if (action.type === 'separator') {
      menu.append(make('hr'));
      continue;
    }
    menu.append(
      make('button', {
        type: 'button',
        text: label(action.labelKey),
        disabled: action.dynamic && !visible.get(action.id),
        onclick: () => {
          menu.hidden = true;
          openModal({
            url: action.trigger.uri,
            title: label(action.trigger.titleKey),
            size: action.trigger.size,
            contextObjects: [{ id: object.id }],
          });
        },
      }),
    );
  }
  const open = make('button', {
    type: 'button',
    text: 'Actions',
    onclick: () => (menu.hidden = !menu.hidden),
    attributes: { 'aria-haspopup': 'true' },
  });
  return make(
    'div',
    { className: 'head' },
    make('h1', { text: object.name }),
    make('div', { className: 'tabs' }, tab('summary', 'Summary'), tab('monitor', 'Monitor'), tab('configure', 'Configure')),
    actions.length > 0 && make('div', { className: 'actions' }, open, menu),
  );
}

function drawSummary(object, visible) {
  const known = ['filesystem', 'vms', 'datastores', 'moid'].filter((key) => key in object);
  const facts = make('dl', {}, ...known.flatMap((key) => [make('dt', { text: key }), make('dd', { text: String(object[key]) })]));
  const view = manifest.objects[object.kind]?.summary?.view;
  return make(
    'div',
    { className: 'cards' },
    make('div', { className: 'card' }, make('h3', { text: object.kind }), facts),
    view &&
      visible.get(view.id) &&
      make(
        'div',
        { className: 'card' },
        make('h3', { text: label(manifest.configuration.nameKey) }),
        frame(view.uri, { title: label(manifest.configuration.nameKey), contextObjects: [{ id: object.id }] }),
      ),
  );
}

function drawViews(object, visible) {
  const offered = views(object.kind, shown.tab).filter((view) => !view.dynamic || visible.get(view.navigationId));
  const chosen = offered.find((view) => view.navigationId === shown.viewId) ?? offered[0];
  if (!chosen) return make('p', { className: 'empty', text: 'No plugin shows anything here.' });
  const side = make(
    'div',
    { className: 'side' },
    make('h3', { text: label(manifest.configuration.nameKey) }),
    ...offered.map((view) =>
      make('button', {
        type: 'button',
        text: label(view.labelKey),
        onclick: () => show({ ...shown, viewId: view.navigationId, navigationData: null }),
        attributes: view === chosen ? { 'aria-current': 'page' } : {},
      }),
    ),
  );
  const content = frame(chosen.uri, {
    title: label(chosen.labelKey),
    contextObjects: [{ id: object.id }],
    navigationData: shown.navigationData,
  });
  return make('div', { className: 'body' }, side, content);
}

async function show(next) {
  shown = next;
  drawTree();
  for (const element of frames.keys()) if (!element.closest('dialog')) frames.delete(element);
  const object = state.objects.find((one) => one.id === next.objectId);
  if (!plugin) return;
  if (!object) {
    const { uri } = manifest.global.view;
    const about = { title: label(manifest.configuration.nameKey), navigationData: next.navigationData };
    byId('object').replaceChildren(make('div', { className: 'body' }, frame(uri, about)));
    return;
  }
  const visible = await visibleItems(object.id);
  if (shown !== next) return;
  const body = next.tab === 'summary' ? drawSummary(object, visible) : drawViews(object, visible);
  byId('object').replaceChildren(drawHead(object, visible), make('div', { className: 'body' }, body));
}

let modalDone = null;
function openModal(modal, done) {
  modalDone = done ?? null;
  const close = () => closeModal(undefined);
  const content = frame(modal.url, {
    title: modal.title,
    contextObjects: modal.contextObjects ?? [],
    customData: modal.customData,
    modal: true,
  });
  content.style.height = `${modal.size?.height ?? 420}px`;
  content.style.width = `${modal.size?.width ?? 576}px`;
  const head = make(
    'div',
    { className: 'head' },
    make('h1', { text: modal.title }),
    modal.closable !== false && make('button', { type: 'button', text: '×', onclick: close, attributes: { 'aria-label': 'Close' } }),
  );
  byId('modal').replaceChildren(head, content);
  byId('modal').setAttribute('aria-label', modal.accessibilityTitle ?? modal.title);
  byId('modal').showModal();
}

function closeModal(result) {
  byId('modal').close();
  for (const element of frames.keys()) if (element.closest('dialog')) frames.delete(element);
  byId('modal').replaceChildren();
  const done = modalDone;
  modalDone = null;
  done?.(result);
}

function navigate({ targetViewId, objectId, customData }) {
  const tab = ['monitor', 'configure'].find((part) => views('Datastore', part).some((view) => view.navigationId === targetViewId));
  if (targetViewId === manifest.global.view.navigationId) {
    void show({ objectId: null, tab: 'summary', viewId: null, navigationData: customData ?? null });
  } else if (tab) {
    void show({ objectId: objectId ?? shown.objectId, tab, viewId: targetViewId, navigationData: customData ?? null });
  }
}

const handlers = {
  initialize: (about, reply) => reply({ shell: 'state', state: stateOf(about) }),
  session: async (_about, reply, message) => reply({ shell: 'answer', call: message.call, answer: { sessionToken: await token(), nodeId: '' } }),
  backends: (_about, reply, message) =>
    reply({ shell: 'answer', call: message.call, answer: { allPluginBackendServers: [], backendServersPerVc: { [guid]: [] }, backendServersPerVcObject: {} } }),
  navigateTo: (_about, _reply, message) => navigate(message.to),
  navigateToClientView: (_about, _reply, message) =>
    show({ objectId: message.to.objectId ?? shown.objectId, tab: 'summary', viewId: null, navigationData: null }),
  refreshItems: () => show({ ...shown }),
  openModal: (about, reply, message) =>
    openModal({ contextObjects: about.contextObjects, ...message.modal }, (result) => reply({ shell: 'answer', call: message.call, answer: result })),
  closeModal: (_about, _reply, message) => closeModal(message.result),
  modalOptions: (_about, _reply, message) => {
    if (message.options.title) byId('modal').querySelector('h1').textContent = message.options.title;
    if (message.options.height) byId('modal').querySelector('iframe').style.height = `${message.options.height}px`;
  },
};

addEventListener('message', (event) => {
  const found = [...frames].find(([element]) => element.contentWindow === event.source);
  if (event.origin !== location.origin || !found || !handlers[event.data.sdk]) return;
  void handlers[event.data.sdk](found[1], (message) => event.source.postMessage(message, location.origin), event.data);
});

function announce(event, change, content) {
  for (const element of frames.keys()) element.contentWindow?.postMessage({ shell: 'event', event, change, content }, location.origin);
}

function paint() {
  document.documentElement.classList.toggle('dark', settings.theme === 'dark');
  byId('theme').value = settings.theme;
  byId('locale').value = settings.locale;
}

byId('theme').onchange = () => {
  settings.theme = byId('theme').value;
  paint();
  announce('theme', { theme: { name: settings.theme } }, { name: settings.theme });
};
// The client starts anew with another language, and so does this.
byId('locale').onchange = () => {
  settings.locale = byId('locale').value;
  void show({ ...shown });
};
// As in the client: who was signed out is signed in again, then everything shown is asked for anew.
byId('refresh').onclick = async () => {
  session = null;
  await token();
  announce('refresh', {});
};
byId('modal').addEventListener('cancel', (event) => {
  event.preventDefault();
  closeModal(undefined);
});

async function drawTasks() {
  const tasks = await (await fetch('shell/tasks')).json().catch(() => []);
  if (!Array.isArray(tasks)) return;
  const rows = tasks.reverse().slice(0, 30).map((task) => {
    const status = task.state === 'running' ? `${task.progress ?? 0} %` : task.state;
    return make('tr', {}, ...[task.type?.split('.').pop(), task.entityName, status, task.error ?? task.description ?? ''].map((text) => make('td', { text: text ?? '' })));
  });
  byId('tasks').querySelector('tbody').replaceChildren(...rows);
}

paint();
await token();
if (plugin) unmapped = await findUnmapped();
await show(shown);
await drawTasks();
setInterval(() => document.hidden || void drawTasks(), 2000);
