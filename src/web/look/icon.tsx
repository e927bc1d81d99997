import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import type { IconName } from './icon-names'
import drawn from './icons.json'

/** A picture beside a word, never instead of one: it is hidden from who listens. Lucide, ISC (docs/licences). */
export const Icon: FC<{ is: IconName }> = ({ is }) => (
  <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
    {raw(drawn[is])}
  </svg>
)
/** What a tone means; the word beside it says it as well. `safe` is for money in custody and for books that tie out. */
export type Tone = 'safe' | 'warn' | 'bad' | 'off'

/** A picture in a round ground, in the tint of its meaning. */
export const Disc: FC<{ is: IconName; tone?: Tone | undefined }> = ({ is, tone }) => (
  <span class={tone ? `disc ${tone}` : 'disc'}>
    <Icon is={is} />
  </span>
)
