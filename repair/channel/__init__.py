"""The noisy-channel model at run time: scores of forms and names, transliteration, readings of Han characters."""
