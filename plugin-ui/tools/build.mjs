// Builds the pages into target/classes/ui: types from the API's document, the bundle, pages of the documentation, and a packed
// copy of each file, so that the server need not compress. Does nothing where the inputs are those of the last build.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SITE = join(ROOT, 'target/site');
const OUT = join(ROOT, 'target/classes/ui');
const SEAL = join(ROOT, 'target/ui-inputs.sha256');
/** Those that the pages link to. */
const GUIDES = ['certificate.md'];
const MOST_AT_START = 700_000;
const CHECKS = !process.argv.includes('--skip-tests=true');
process.chdir(ROOT);

const files = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** One digest of everything that the result depends on. */
function inputs() {
  const hash = createHash('sha256').update(process.version);
  const single = readdirSync('.').filter((name) =>
    /^(package(-lock)?|angular|tsconfig.*)\.json$|^eslint|^\.prettier/.test(name),
  );
  const own = [...files('src'), ...files('public'), ...files('tools')].filter(
    (file) => file !== 'src/app/api/schema.ts',
  );
  const guides = GUIDES.map((name) => join('../docs/guides', name));
  for (const file of [...single, ...own, '../docs/openapi.yaml', ...files('../docs/runbook'), ...guides]) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

const run = (command, ...args) => execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

function install() {
  const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  const seal = 'node_modules/.lock.sha256';
  if (!existsSync(seal) || readFileSync(seal, 'utf8') !== lock) {
    run('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
    writeFileSync(seal, lock);
  }
}

/** What a browser needs before the first page shows: the index, its styles and scripts, and what these import at once. */
function atStart() {
  const needed = new Set();
  const visit = (name) => {
    if (needed.has(name) || !existsSync(join(SITE, name))) return;
    needed.add(name);
    const text = readFileSync(join(SITE, name), 'utf8');
    const found = name.endsWith('.html')
      ? text.matchAll(/(?:src|href)="([^"/:]+\.(?:js|css))"/g)
      : name.endsWith('.js')
        ? text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)
        : [];
    for (const match of found) visit(match[1]);
  };
  visit('index.html');
  return [...needed].reduce((sum, name) => sum + gzipSync(readFileSync(join(SITE, name))).length, 0);
}

function pack() {
  for (const file of files(OUT).filter((name) => /\.(js|css|html|txt|svg|json)$/.test(name))) {
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
  }
}

const digest = inputs() + (CHECKS ? '' : '-unchecked');
const sealed = existsSync(SEAL) ? readFileSync(SEAL, 'utf8') : '';
if (existsSync(join(OUT, 'index.html')) && (sealed === digest || `${sealed}-unchecked` === digest)) {
  process.exit(0);
}
rmSync(SEAL, { force: true });
install();
run('npm', 'run', '--silent', 'types');
if (CHECKS) {
  run('npm', 'run', '--silent', 'lint');
  run('npm', 'run', '--silent', 'test');
}
rmSync(SITE, { recursive: true, force: true });
run('npx', 'ng', 'build');
const size = atStart();
if (size > MOST_AT_START) {
  throw new Error(`The first page needs ${size} bytes packed; ${MOST_AT_START} are allowed`);
}
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
cpSync(SITE, OUT, { recursive: true });
// Only now: what it imports is there since the install.
const { documents } = await import('./documents.mjs');
documents(join(ROOT, '../docs/runbook'), join(OUT, 'runbook'));
documents(join(ROOT, '../docs/guides'), join(OUT, 'guides'), GUIDES);
pack();
writeFileSync(SEAL, digest);
console.log(`${relative(ROOT, OUT)}: the first page needs ${Math.round(size / 1000)} kB packed`);
