import type { FC } from 'hono/jsx'
import { REFUSALS } from '../../kernel/refusals'
import { type RefusalShown, useAround } from '../around'

/** What a refusal means by its status, where its own words are Chinese: they follow, marked as such. */
const ENGLISH: readonly (readonly [from: number, said: string])[] = [
  [500, 'We are not sure that it went through. Do not do it again before you have looked.'],
  [429, 'Not done: too many tries. Please come again later.'],
  [422, 'Not done: please check what was entered.'],
  [409, 'Not done: as things stand now, it is not possible.'],
  [404, 'Not done: there is nothing here for you to see.'],
  [403, 'Not done: this is not yours to do.'],
  [400, 'Not done: the request was not understood.'],
]
/** Why something was refused, in the page's language first. */
export const Refused: FC<{ of: Omit<RefusalShown, 'errors'> }> = ({ of }) => {
  if (useAround().lang !== 'en') return <>{of.detail}</>
  // What a decision says of its own (which clause, which limit) is Chinese, and follows.
  const own = of.detail === REFUSALS[of.code].message ? null : of.detail
  if (of.detail_en !== null)
    return (
      <>
        {of.detail_en}. {own === null ? null : <Chinese>{own}</Chinese>}
      </>
    )
  const [, said] = ENGLISH.find(([from]) => of.status >= from) ?? [0, 'Not done.']
  return (
    <>
      {said} <Chinese>{of.detail}</Chinese>
    </>
  )
}
/** Words of a refusal that are kept in Chinese. */
export const Chinese: FC<{ children?: string }> = ({ children }) => (
  <span lang="zh-CN">{children}</span>
)
