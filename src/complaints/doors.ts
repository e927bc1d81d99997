import { bindDoors } from '../platform/jobs'
import { endComplaints, recountComplaints, tellOverdueComplaints } from './clock'
import { complaintDeskRoutes } from './desk-routes'
import { room } from './room'
import { complaintRoutes } from './routes'
import { complaintFigureRoutes } from './statistics-routes'

export const doors = bindDoors(room, {
  routes: [complaintRoutes, complaintDeskRoutes, complaintFigureRoutes],
  jobs: { recountComplaints, tellOverdueComplaints, endComplaints },
})
