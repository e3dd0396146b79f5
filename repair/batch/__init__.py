"""The batch: many files of copy cleaned in one go, killed at any moment and started again without loss.

One process reads, writes and keeps the books; others only look for names. ``run`` joins the modules, each of
which holds one idea; nothing here decides what a right name is. How it grows beyond one machine is in the
README beside this file.
"""
