import type { FC } from 'hono/jsx'
import { type City, districtName, lastNamed, sectorName } from '../../kernel/city'
import { useSay } from '../around'
import type { Visit } from '../door'
import { Choice, Field } from '../ui/form'
import { useChoices } from '../ui/places'

/** What a list is narrowed to. */
type Where = { district?: string; sector?: string; name?: string }

/** The filter that stands in the address; a code that is none is no filter. */
export function whereAsked({ c, city }: Visit): Where {
  const district = c.req.query('district') ?? ''
  const sector = c.req.query('sector') ?? ''
  const name = c.req.query('name')?.trim()?.slice(0, NAME_MAX) ?? ''
  return {
    ...(lastNamed(city, 'district', district) ? { district } : {}),
    ...(lastNamed(city, 'sector', sector) ? { sector } : {}),
    ...(name === '' ? {} : { name }),
  }
}
/** The same without a name: what figures are summed up for. */
export const placeAsked = (visit: Visit): Omit<Where, 'name'> => {
  const { name: _name, ...place } = whereAsked(visit)
  return place
}
const NAME_MAX = 40
/** The address of a list narrowed like this. */
export const addressWith = (path: string, where: Where): string => {
  const query = new URLSearchParams(where).toString()
  return query === '' ? path : `${path}?${query}`
}
export const whereText = (city: City, { district, sector, name }: Where): string =>
  [
    district ? districtName(city, district) : '',
    sector ? sectorName(city, sector) : '',
    name ? `“${name}”` : '',
  ]
    .filter(Boolean)
    .join(' · ')

/** District and trade, in the address, so that a filtered list can be sent to somebody. */
export const Filters: FC<{ action: string; where: Where; by_name?: true }> = ({
  action,
  where,
  by_name,
}) => {
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
      {by_name ? (
        <Field
          name="name"
          label={t('店名', 'Name')}
          value={where.name ?? ''}
          type="search"
          maxlength={NAME_MAX}
        />
      ) : null}
      <button type="submit" class="plain">
        {t('筛选', 'Filter')}
      </button>
    </form>
  )
}
