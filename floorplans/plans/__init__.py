"""Plan revisions: staging what an importer understood, placing it on the earth, publishing it."""
