import type { FC } from 'hono/jsx'
import { type City, districtName, lastNamed, sectorName } from '../../kernel/city'
import { useSay } from '../around'
import type { Visit } from '../door'
import { Choice } from '../ui/form'
import { useChoices } from '../ui/places'
import type { Where } from './gather'

/** The filter that stands in the address; a code that is none is no filter. */
export function whereOf({ c, city }: Visit): Where {
  const district = c.req.query('district') ?? ''
  const sector = c.req.query('sector') ?? ''
  return {
    ...(lastNamed(city, 'district', district) ? { district } : {}),
    ...(lastNamed(city, 'sector', sector) ? { sector } : {}),
  }
}
export const whereSaid = (city: City, { district, sector }: Where): string =>
  [district ? districtName(city, district) : '', sector ? sectorName(city, sector) : '']
    .filter(Boolean)
    .join(' · ')

/** District and trade, in the address, so that a filtered list can be sent to somebody. */
export const Filters: FC<{ action: string; where: Where }> = ({ action, where }) => {
  const t = useSay()
  const { districts, sectors } = useChoices()
  return (
    <form method="get" action={action} class="filters noprint">
      <Choice
        name="district"
        label={t('地区', 'District')}
        value={where.district ?? ''}
        of={[['', t('全部', 'All')], ...districts]}
      />
      <Choice
        name="sector"
        label={t('行业', 'Trade')}
        value={where.sector ?? ''}
        of={[['', t('全部', 'All')], ...sectors]}
      />
      <button type="submit" class="plain">
        {t('筛选', 'Filter')}
      </button>
    </form>
  )
}
