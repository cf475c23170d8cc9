"""The forms sent out, what comes back, and who must report what by when."""
