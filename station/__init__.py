"""The station: composes cameras, detectors and calibration into a line. No Qt here."""
