import type { FC } from 'hono/jsx'
import { DISTRICTS, SECTORS } from '../../kernel/places'
import { useSay } from '../around'
import type { Visit } from '../door'
import { Choice } from '../ui/form'
import type { Where } from './gather'

type Named = Record<string, { name: string; short_name?: string }>
const named = (names: Named, code: string) => names[code]?.name ?? code
export const districtName = (code: string): string => named(DISTRICTS, code)
export const districtShort = (code: string): string =>
  (DISTRICTS as Named)[code]?.short_name ?? code
export const sectorName = (code: string): string => named(SECTORS, code)

/** The filter that stands in the address; a code that is none is no filter. */
export function whereOf({ c }: Visit): Where {
  const district = c.req.query('district') ?? ''
  const sector = c.req.query('sector') ?? ''
  return {
    ...(district in DISTRICTS ? { district } : {}),
    ...(sector in SECTORS ? { sector } : {}),
  }
}
export const whereSaid = ({ district, sector }: Where): string =>
  [district ? districtName(district) : '', sector ? sectorName(sector) : '']
    .filter(Boolean)
    .join(' · ')

const options = (names: Named) =>
  Object.entries(names).map(([code, { name, short_name }]) => [code, short_name ?? name] as const)

/** District and trade, in the address, so that a filtered list can be sent to somebody. */
export const Filters: FC<{ action: string; where: Where }> = ({ action, where }) => {
  const t = useSay()
  return (
    <form method="get" action={action} class="filters noprint">
      <Choice
        name="district"
        label={t('地区', 'District')}
        value={where.district ?? ''}
        of={[['', t('全部', 'All')], ...options(DISTRICTS)]}
      />
      <Choice
        name="sector"
        label={t('行业', 'Trade')}
        value={where.sector ?? ''}
        of={[['', t('全部', 'All')], ...options(SECTORS)]}
      />
      <button type="submit" class="plain">
        {t('筛选', 'Filter')}
      </button>
    </form>
  )
}
