"""Who is told what, and when: alerts, the rota, the morning digest."""
