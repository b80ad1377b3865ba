// A stand-in for the vSphere Client's shell: frames the plugin that is registered at the lab's vCenter simulator, under
// the same origin, as the client does. No part of the product, and trusts whoever reaches it: listens on 127.0.0.1 only.
import { createReadStream } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const KEY = 'org.datastoreguard.plugin';
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
// The lab's certificates are its own; nothing here leaves this machine.
const trusting = new https.Agent({ rejectUnauthorized: false, keepAlive: true });

const options = Object.fromEntries(process.argv.slice(2).map((argument) => argument.replace(/^--/, '').split(/=(.*)/s)));
const vcenter = new URL(options.vcenter ?? fail('--vcenter=https://host:port is required'));
// While developing, the pages come from here instead: a folder, or the address of a server that builds them anew.
const pages = options.pages;
const builder = pages?.startsWith('http') ? new URL(pages) : undefined;

function fail(text) {
  process.stderr.write(`shell: ${text}\n`);
  process.exit(2);
}

/** Asks and reads JSON. */
function ask(method, url, body, headers = {}) {
  const asker = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const agent = asker === https ? trusting : undefined;
    const request = asker.request(url, { method, agent, headers: { 'X-Lab': '1', ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => (text += part));
      answer.on('end', () => {
        try {
          resolve(JSON.parse(text));
        } catch {
          reject(new Error(`${method} ${url.pathname}: ${answer.statusCode}`));
        }
      });
    });
    request.on('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const lab = (method, path, body) => ask(method, new URL(path, vcenter), body);

/** What is registered, where it is proxied, and the inventory. */
async function state() {
  const [identity, extensions, datastores, compute] = await Promise.all([
    lab('GET', '/lab'),
    lab('GET', '/lab/extensions'),
    lab('GET', '/lab/datastores'),
    lab('GET', '/lab/compute'),
  ]);
  const objects = [
    ...datastores.map(({ type, ...one }) => ({ ...one, kind: 'Datastore', filesystem: type })),
    ...compute.map(({ type, ...one }) => ({ ...one, kind: type })),
  ];
  const extension = extensions.find((one) => one.Key === KEY);
  if (!extension) {
    return { guid: identity.guid, objects, plugin: null };
  }
  const url = new URL(extension.Client[0].Url);
  const prefix = `/plugins/${KEY}~${extension.Version}~${identity.guid.slice(0, 8)}/${url.hostname}-${url.port || 443}`;
  const manifest = await ask('GET', url);
  return { guid: identity.guid, objects, plugin: { prefix, folder: url.pathname.replace(/[^/]*$/, ''), manifest } };
}

const OWN = {
  'GET /shell/state': state,
  'POST /shell/session': async () => lab('POST', '/lab/sessions', options.user ? { user: options.user } : {}),
  'GET /shell/tasks': () => lab('GET', '/lab/tasks'),
};

function answer(response, status, document) {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(document));
}

function file(response, name, folder = HERE) {
  const stream = createReadStream(join(folder, name));
  stream.on('error', () => answer(response, 404, { error: 'no such page' }));
  stream.on('open', () => {
    response.writeHead(200, { 'Content-Type': TYPES[extname(name)], 'Cache-Control': 'no-store' });
    stream.pipe(response);
  });
}

/** What a proxied path leads to: a server's address, or a file of the pages being developed. */
function target(path) {
  // The builder's own scripts and web socket know nothing of the prefix.
  if (builder && path.startsWith('/plugin/')) return { url: new URL(path, builder) };
  const match = /^\/plugins\/[^/]+\/([^/]+)-(\d+)(\/.*)$/.exec(path);
  if (!match) return undefined;
  const [, host, port, rest] = match;
  const page = /^\/plugin\/(?!plugin\.(json|zip)|visibility|images\/)([^?]*)/.exec(rest);
  if (pages && page && builder) return { url: new URL(rest, builder) };
  if (pages && page) return { file: page[2] || 'index.html' };
  return { url: new URL(rest, `https://${host}:${port}`) };
}

function proxy(request, response, url) {
  const asker = url.protocol === 'https:' ? https : http;
  const headers = { ...request.headers, host: url.host };
  delete headers.origin;
  const agent = asker === https ? trusting : undefined;
  const onward = asker.request(url, { method: request.method, headers, agent }, (back) => {
    response.writeHead(back.statusCode, back.headers);
    back.pipe(response);
  });
  onward.on('error', (error) => (response.headersSent ? response.destroy() : answer(response, 502, { error: error.message })));
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

const server = http.createServer(async (request, response) => {
  const path = new URL(request.url, 'http://shell').pathname;
  const onward = target(request.url);
  const own = OWN[`${request.method} ${path}`];
  // A builder puts its own folder in front of absolute addresses.
  if (path === '/api/ui/htmlClientSdk.js' || (builder && path === '/plugin/api/ui/htmlClientSdk.js')) {
    file(response, 'htmlClientSdk.js');
  } else if (onward?.url) {
    proxy(request, response, onward.url);
  } else if (onward) {
    file(response, onward.file, pages);
  } else if (own) {
    own().then(
      (document) => answer(response, 200, document),
      (error) => answer(response, 502, { error: error.message }),
    );
  } else if (/^\/(client\.(js|css))?$/.test(path)) {
    file(response, path === '/' ? 'client.html' : path.slice(1));
  } else {
    answer(response, 404, { error: 'no such page' });
  }
});

// Live reload talks over a web socket.
server.on('upgrade', (request, socket) => {
  const url = builder && target(request.url)?.url;
  if (!url) return socket.destroy();
  const onward = net.connect(url.port, url.hostname, () => {
    const lines = Object.entries({ ...request.headers, host: url.host }).map(([name, value]) => `${name}: ${value}`);
    onward.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    onward.pipe(socket).pipe(onward);
  });
  onward.on('error', () => socket.destroy());
  socket.on('error', () => onward.destroy());
});

server.listen(Number(options.port ?? 0), '127.0.0.1', () => {
  process.stdout.write(`READY http://127.0.0.1:${server.address().port}/\n`);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
