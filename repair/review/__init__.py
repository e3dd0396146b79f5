"""The review page: where an editor goes through suggested fixes, and the same things as a JSON API.

Shows what the store of decisions holds and keeps what people decide; it suggests nothing of its own beyond what
a `Repairer` says of text that is sent to it. Needs the `review` extra.
"""
