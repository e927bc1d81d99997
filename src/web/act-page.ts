import type { AnswerFor, AnyOperation, Reader } from '../identity/answer-for'
import { type Asked, page, type Visit } from './door'
import type { PathParams } from './own-path'

type Told<K extends Reader, Path extends string, O extends AnyOperation> = {
  act: O
  /** What the form says, as the operation's parts. */
  says: (visit: Visit<K, Path>) => Asked<O>[0]
  /** The page that is shown when it is done. */
  leads: string | ((params: PathParams<Path>, answer: AnswerFor<O, K>) => string)
  /** The page that is shown again when it is refused. */
  again?: string
}

/** Mounts a form that enters one act under the key it brings, and leads on when it is done. */
export function actPage<K extends Reader, Path extends string, O extends AnyOperation>(
  path: Path,
  policy: K,
  { act, says, leads, again }: Told<K, Path, O>,
) {
  page(
    'POST',
    path,
    policy,
    async (visit) => {
      const { c, params, form, ask } = visit
      const asked = [says(visit), form.get('key') ?? undefined] as Asked<O>
      const answer = await ask(act, ...asked)
      return c.redirect(typeof leads === 'string' ? leads : leads(params, answer), 303)
    },
    again === undefined ? {} : { again },
  )
}
