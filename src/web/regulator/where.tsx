import type { FC } from 'hono/jsx'
import { type City, districtName, factsOn, lastNamed, sectorName } from '../../kernel/city'
import { useCity, useSay } from '../around'
import type { Visit } from '../door'
import { Choice, Field } from '../ui/form'
import { useChoices } from '../ui/places'
import { Notice } from '../ui/text'

/** What a list is narrowed to. */
export type Where = { district?: string; sector?: string; name?: string }

/** The filter that stands in the address; a code that is none is no filter. */
export function whereAsked({ c, city }: Visit): Where {
  const district = c.req.query('district') ?? ''
  const sector = c.req.query('sector') ?? ''
  // The bar's search says `q`.
  const asked = c.req.query('name') ?? c.req.query('q') ?? ''
  const name = asked.trim().slice(0, NAME_MAX)
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
export const addressWith = (
  path: string,
  where: Where & Readonly<Record<string, string>>,
): string => {
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

/** Whose figures these are: the filter's place, or all districts that this official looks after. */
export function placeText({ city, t, today }: Visit, where: Where, own: readonly string[]): string {
  const all = factsOn(city, 'district', today).length
  const mine =
    own.length === all
      ? t('全市', 'The whole city')
      : own.map((code) => districtName(city, code)).join(t('、', ', '))
  const narrowed = whereText(city, where)
  return [where.district ? '' : mine, narrowed].filter(Boolean).join(' · ')
}

/** Whether a list is narrowed to a district that is somebody else’s. */
export const isElsewhere = ({ district }: Where, own: readonly string[]): boolean =>
  Boolean(district) && !own.includes(district ?? '')

/** Said where a list is narrowed to a district that is somebody else’s: its emptiness tells nothing about the shops there. */
export const Outside: FC<{ where: Where; own: readonly string[] }> = ({ where, own }) => {
  const t = useSay()
  const city = useCity()
  const { district } = where
  if (!district || !isElsewhere(where, own)) return null
  const [theirs, mine] = [districtName(city, district), own.map((code) => districtName(city, code))]
  return (
    <Notice is="warn">
      {t(
        `${theirs}不在您的辖区（${mine.join('、')}），那里的店您看不到。`,
        `${theirs} is not one of your districts (${mine.join(', ')}): you do not see the shops there.`,
      )}
    </Notice>
  )
}

/** District and trade, in the address, so that a filtered list can be sent to somebody. */
export const Filters: FC<{
  action: string
  where: Where
  by_name?: true
  /** The districts to choose among; without it, all. */
  own?: readonly string[]
}> = ({ action, where, by_name, own }) => {
  const t = useSay()
  const { districts: all, sectors } = useChoices()
  const districts = all.filter(([code]) => !own || own.includes(code) || code === where.district)
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
