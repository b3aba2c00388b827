"""The show a new installation starts with, and the tools that made its sound and its cover."""
