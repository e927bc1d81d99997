import type { Child, FC } from 'hono/jsx'
import { useSay } from '../around'
import { Facts } from '../ui/text'

type Lines = readonly (readonly [Child, Child])[]
/** What both sides say, beside each other on a desk. */
export const Sides: FC<{ customer: Lines; shop: Lines }> = ({ customer, shop }) => {
  const t = useSay()
  return (
    <div class="halves">
      <section class="card">
        <h2>{t('顾客说', 'The customer says')}</h2>
        <Facts of={customer} />
      </section>
      <section class="card">
        <h2>{t('店家说', 'The shop says')}</h2>
        <Facts of={shop} />
      </section>
    </div>
  )
}

/** The three splits people ask for most, each a link that shows its effect. */
export const Splits: FC<{
  href: string
  name: string
  of: readonly (readonly [Child, string])[]
}> = ({ href, name, of }) => (
  <p class="buttons links">
    {of.map(([word, value]) => (
      <a class="button plain" href={`${href}?${name}=${value}#effect`}>
        {word}
      </a>
    ))}
  </p>
)
