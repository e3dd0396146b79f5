"""Rules for transcripts of speech: names that were misheard."""
