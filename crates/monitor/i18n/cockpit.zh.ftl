# The cockpit (监测驾驶舱)
