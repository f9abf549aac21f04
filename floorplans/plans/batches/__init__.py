"""Many files at once: an archive, or several files, each of which becomes a draft of its floor."""
