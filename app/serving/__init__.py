"""Running the service: a supervisor with the web server and the background jobs as children."""
