"""What makes docs/ into a site: the list of options, the build, and the check of every link."""
