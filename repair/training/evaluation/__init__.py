"""Measuring on labelled copy: the benchmark's rules, metrics, and simple baselines to compare with."""
