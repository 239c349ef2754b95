"""Detectors by name. Importing this package imports neither Qt, nor a database, nor a camera SDK."""
