# The bulletin of the month (就业形势月报)
