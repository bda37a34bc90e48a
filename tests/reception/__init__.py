"""The reception day: queue, bookings, applications and documents handed over."""
