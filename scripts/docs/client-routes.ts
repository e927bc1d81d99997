import { globSync, readFileSync } from 'node:fs'

export const CLIENT_ROUTES_FILE = 'src/client/routes.ts'

/** Every file that declares an operation, for the client's types: whoever adds a file of routes adds nothing there. */
export function clientRoutes(): string {
  const files = globSync('src/*/*.ts')
    .filter((file) => /^export const \w+Operation = /m.test(readFileSync(file, 'utf8')))
    .map((file) => file.slice('src/'.length, -'.ts'.length))
    .sort()
  const types = files.map((file) => `typeof import('../${file}')`)
  return [
    '// Written by npm run docs from the files that declare operations; do not edit.',
    '',
    '/** What those files export; `Operations` picks the operations out of it by their addresses. */',
    `export type Routes = ${types.join(' &\n  ')}`,
    '',
  ].join('\n')
}
