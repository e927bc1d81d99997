import { raw } from 'hono/html'
import type { Child, FC } from 'hono/jsx'
import type { Drawing } from './charts'

/** A drawing with its words; the figures it shows stand in a table on the same page. */
export const ChartFigure: FC<{ of: Drawing; children?: Child }> = ({ of, children }) => (
  <figure class="chart card">
    <figcaption>
      <h2>{children}</h2>
    </figcaption>
    {raw(of.broad)}
    {raw(of.narrow)}
  </figure>
)
