"""The organisers' registers: measures, trainings, attendance, plans."""
