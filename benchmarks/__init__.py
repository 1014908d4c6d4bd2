"""Where the README's figures come from: each module prints them from one command."""
