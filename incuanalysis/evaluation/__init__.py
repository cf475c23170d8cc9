"""From observations to judgements: ratios and changes (measures), ranks and peers (standing)."""
