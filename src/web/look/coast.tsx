import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import { cityOn } from '../../kernel/city'
import { useAround } from '../around'

const WAVE = ' 60 0'.repeat(11)
/** A city's own picture in the colour of its text, by the name its row gives; decoration, hidden from who listens. */
const PICTURES = {
  coast: [
    [
      0.1,
      'M0 84q60-46 120-22 40-40 96-18 52 14 88 30 70-34 132-12 60 8 96 22 58-44 112-28 44 6 76 20v44H0z',
    ],
    [
      0.2,
      'M330 84V40h12V30h52v10h12v44h-18V52q-20-14-40 0v32zM586 84l5-46h14l5 46zM590 36v-9h16v9zM588 26l10-8 10 8z',
    ],
    [0.13, `M0 84q30-8 60 0t60 0${' 60 0'.repeat(10)}v36H0z`],
    [0.13, `M-30 100q30-8 60 0t60 0${WAVE}v20H-30z`],
  ],
} as const
/** The picture of the city, for the front door and posters; nothing where the city has none. */
export const Coast: FC = () => {
  const { city, today } = useAround()
  const { picture } = cityOn(city, today)
  if (!picture) return null
  const paths = PICTURES[picture].map(
    ([opacity, d]) => `<path fill="currentColor" fill-opacity="${opacity}" d="${d}"/>`,
  )
  return (
    <svg
      class="coast"
      viewBox="0 0 720 120"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
    >
      {raw(paths.join(''))}
    </svg>
  )
}
