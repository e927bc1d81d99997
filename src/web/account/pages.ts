import './devices'
import './prove'
import './recover'
import './silent'
