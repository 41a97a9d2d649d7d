"""Weights of the respondents: post-stratification, raking, calibration (METHOD, section 6)."""
