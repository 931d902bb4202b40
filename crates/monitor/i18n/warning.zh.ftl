# Warnings (失业预警): month close, lights, from a light to a case
