"""Background work: a worker process takes jobs from the queue in the database."""
