import type { FC } from 'hono/jsx'
import { DISTRICTS, SECTORS } from '../../kernel/places'
import { useSay } from '../around'
import type { Visit } from '../door'
import { Choice, Field } from '../ui/form'

/** What a list is narrowed to. */
export type Where = { district?: District; sector?: Sector; name?: string }
type District = keyof typeof DISTRICTS
type Sector = keyof typeof SECTORS
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
  const name = c.req.query('name')?.trim().slice(0, NAME_MAX) ?? ''
  return {
    ...(isDistrict(district) ? { district } : {}),
    ...(isSector(sector) ? { sector } : {}),
    ...(name === '' ? {} : { name }),
  }
}
/** The same without a name: what figures are summed up for. */
export const placeOf = (visit: Visit): Omit<Where, 'name'> => {
  const { name: _name, ...place } = whereOf(visit)
  return place
}
const NAME_MAX = 40
const isDistrict = (code: string): code is District => Object.hasOwn(DISTRICTS, code)
const isSector = (code: string): code is Sector => Object.hasOwn(SECTORS, code)
/** The address of a list narrowed like this. */
export const addressOf = (path: string, where: Where): string => {
  const query = new URLSearchParams(where).toString()
  return query === '' ? path : `${path}?${query}`
}
export const whereSaid = ({ district, sector, name }: Where): string =>
  [
    district ? districtName(district) : '',
    sector ? sectorName(sector) : '',
    name ? `“${name}”` : '',
  ]
    .filter(Boolean)
    .join(' · ')

const options = (names: Named) =>
  Object.entries(names).map(([code, { name, short_name }]) => [code, short_name ?? name] as const)

/** District and trade, in the address, so that a filtered list can be sent to somebody. */
export const Filters: FC<{ action: string; where: Where; by_name?: true }> = ({
  action,
  where,
  by_name,
}) => {
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
