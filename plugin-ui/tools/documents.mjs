import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { marked } from 'marked';

const page = (title, body) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} – Datastore Guard</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="../runbook.css">
  </head>
  <body><main>${body}</main></body>
</html>
`;

/** Pages of the documentation that the pages link to: the runbook's, for every error, and single guides. */
export function documents(from, to, chosen = readdirSync(from).filter((name) => name.endsWith('.md'))) {
  mkdirSync(to, { recursive: true });
  for (const file of chosen) {
    const name = file === 'README.md' ? 'index' : file.slice(0, -3);
    const html = marked
      .parse(readFileSync(join(from, file), 'utf8'))
      .replace(/href="(\.\/)?([A-Z_]+)\.md"/g, 'href="$2.html"')
      .replace(/<a href="\.\.[^"]*">(.*?)<\/a>/g, '$1');
    writeFileSync(join(to, `${name}.html`), page(name, html));
  }
}
