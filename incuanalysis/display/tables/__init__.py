"""Tables of the bureau's documents: number formats by column or row, and a builder of Table items from frames."""
