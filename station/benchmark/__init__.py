"""Measure detectors on data sets with known truth: `python -m station.benchmark`, or `station benchmark`.

Imports neither a window, nor a database, nor a camera SDK, nor the command line's packages: it runs where torch, timm,
numpy, OpenCV and scikit-learn are installed.
"""
