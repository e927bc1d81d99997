import type { FC } from 'hono/jsx'
import { percent } from './text'

/** How far something has come: a bar for the eye, the same in words for everybody. `bp` is in hundredths of a percent. */
export const Progress: FC<{ bp: number; label: string }> = ({ bp, label }) => (
  <figure>
    <figcaption>
      {label}：<strong>{percent(bp)}</strong>
    </figcaption>
    <svg class="progress" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true">
      <rect width="1000" height="24" rx="6" fill="var(--line)" />
      <rect width={Math.trunc(bp / 10)} height="24" rx="6" fill="var(--safe)" />
    </svg>
  </figure>
)
