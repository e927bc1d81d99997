import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { API, type Project } from 'typescript/unstable/sync'

/**
 * The product's own compiler over these files (paths in the repository, or texts by the name they are to have), under
 * the rules of `tsconfig.json`; asked in one go and closed. `instead` gives a file another text than it has.
 */
export function compiled<T>(
  files: readonly string[] | Readonly<Record<string, string>>,
  ask: (project: Project, path: (file: string) => string) => T,
  instead: (path: string) => string | undefined = () => undefined,
): T {
  mkdirSync('.build', { recursive: true })
  const dir = mkdtempSync(`${process.cwd()}/.build/compiled-`)
  const api = new API({
    cwd: process.cwd(),
    fs: {
      readFile: instead,
      fileExists: (path) => (instead(path) === undefined ? undefined : true),
    },
  })

  const texts = Array.isArray(files) ? {} : files
  const path = (file: string) => (file in texts ? `${dir}/${file}` : `${process.cwd()}/${file}`)
  try {
    for (const [file, text] of Object.entries(texts)) writeFileSync(path(file), text)
    const names = Array.isArray(files) ? files : Object.keys(files)
    const include = [`${process.cwd()}/worker-configuration.d.ts`]
    const config = { extends: '../../tsconfig.json', files: names.map(path), include }
    writeFileSync(`${dir}/tsconfig.json`, JSON.stringify(config))
    const snapshot = api.updateSnapshot({ openProjects: [`${dir}/tsconfig.json`] })
    const [project] = snapshot.getProjects()
    if (!project) throw new Error('the compiler opened nothing')
    return ask(project, path)
  } finally {
    api.close()
    rmSync(dir, { recursive: true, force: true })
  }
}
