import type { FC } from 'hono/jsx'
import { REFUSALS } from '../../kernel/refusals'
import { type RefusalShown, useAround } from '../around'

/** Why something was refused, in the page's language first. */
export const Refused: FC<{ of: Omit<RefusalShown, 'errors'> }> = ({ of }) => {
  if (useAround().lang !== 'en') return <>{of.detail}</>
  // What a decision says of its own (which clause, which limit) is Chinese, and follows.
  const own = of.detail === REFUSALS[of.code].message ? null : of.detail
  return (
    <>
      {of.detail_en}. {own === null ? null : <Chinese>{own}</Chinese>}
    </>
  )
}
/** Words of a refusal that are kept in Chinese. */
export const Chinese: FC<{ children?: string }> = ({ children }) => (
  <span lang="zh-CN">{children}</span>
)
