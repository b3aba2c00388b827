"""Whole public answers, made once after a change and kept in the process."""
