"""What people and programs touch: pages, API, maps, jobs and the command line."""
