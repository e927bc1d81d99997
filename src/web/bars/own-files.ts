import { cityOn } from '../../kernel/city'
import { localDate } from '../../kernel/time'
import { markFile } from '../look/mark'
import { webRoutes } from '../router'

/** A day, in seconds: an icon or a name may change with a release. */
const DAY_S = 86_400

/** The mark, for the browser's tab. */
webRoutes.get('/icon.svg', (c) => {
  c.header('Content-Type', 'image/svg+xml; charset=utf-8')
  c.header('Cache-Control', `public, max-age=${DAY_S}`)
  return c.body(markFile(false))
})

/** What a phone needs to keep the cards on its home screen. Pages ask the network each time: there is no copy to be old. */
webRoutes.get('/manifest.webmanifest', async (c) => {
  const { world } = c.var
  const { name } = cityOn(await world.city.now(world.db), localDate(world.now()))
  c.header('Content-Type', 'application/manifest+json; charset=utf-8')
  c.header('Cache-Control', `public, max-age=${DAY_S}`)
  return c.body(
    JSON.stringify({
      name: `预付保 · ${name}`,
      short_name: '预付保',
      lang: 'zh-CN',
      start_url: '/c',
      scope: '/',
      display: 'standalone',
      background_color: '#f5f4f0',
      theme_color: '#0c3576',
      icons: [
        { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
        { src: '/icon-180.png', sizes: '180x180', type: 'image/png' },
        { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any maskable' },
      ],
    }),
  )
})
