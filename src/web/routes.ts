import './home'
import './consumer'
import './buy'
import './merchant'
import './overseers'
import './jobs'
import './reference'

export { PAGES, webRoutes } from './door'
