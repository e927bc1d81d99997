import type { FC } from 'hono/jsx'

const SHIELD =
  'M16 1 3.6 4.6A2 2 0 0 0 2.2 6.5V16c0 7.4 5.2 12.6 13.2 15a2 2 0 0 0 1.2 0c8-2.4 13.2-7.6 13.2-15V6.5a2 2 0 0 0-1.4-1.9Z'
export const STROKES =
  'M10.9 6.8 7 13.6M9.4 11v13.2M14.6 7.4h9.2v5.4h-9.2zM12.8 16.9h12.8M19.2 13v12.6M18.8 17.4l-5.6 5.4M19.6 17.4l5.4 5.2'

/**
 * The mark: a shield with 保 in eight strokes, whole from 16 px up. On paper blue with white strokes, on a blue band
 * white with blue ones; `seal` is the large pale one behind a title.
 */
export const Mark: FC<{ on?: 'paper' | 'band' | 'seal' }> = ({ on = 'paper' }) => {
  const [ground, strokes] = on === 'paper' ? ['#1456b8', '#fff'] : ['#fff', '#0c3576']
  return (
    <svg class={on === 'seal' ? 'mark seal' : 'mark'} viewBox="0 0 32 32" aria-hidden="true">
      <path fill={ground} d={SHIELD} />
      <path
        fill="none"
        stroke={strokes}
        stroke-width="2.4"
        stroke-linecap="round"
        stroke-linejoin="round"
        d={STROKES}
      />
    </svg>
  )
}

/** The mark as a file of its own: the icon of a browser's tab and of a phone's home screen. `bleed` fills its square. */
export const markFile = (bleed: boolean): string =>
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="' +
  (bleed ? '-8 -8 48 48"><path fill="#1456b8" d="M-8-8h48v48H-8z"/>' : '0 0 32 32">') +
  `<path fill="${bleed ? '#fff' : '#1456b8'}" d="${SHIELD}"/>` +
  `<path fill="none" stroke="${bleed ? '#1456b8' : '#fff'}" stroke-width="2.4" stroke-linecap="round" ` +
  `stroke-linejoin="round" d="${STROKES}"/></svg>`
