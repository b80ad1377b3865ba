// npm run dev -- PORT: builds the pages at each change and reloads them, inside the lab's stand-in for the vSphere
// Client. lab/ui-dev starts all of it.
import { execFileSync, spawn } from 'node:child_process';

execFileSync('npm', ['run', '--silent', 'types'], { stdio: 'inherit' });
const serve = spawn('npx', ['ng', 'serve', '--host', '127.0.0.1', '--port', process.argv[2] ?? '4200'], {
  stdio: 'inherit',
});
serve.on('exit', (status) => process.exit(status ?? 0));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => serve.kill(signal));
