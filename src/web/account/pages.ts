import './devices'
import './prove'
import './recover'
