"""What `make run` needs besides the package, such as music to play without a library."""
