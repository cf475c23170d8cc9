"""What each of the bureau's documents says, as frames and numbers: made from an inquiry, put into words by ``display``."""
