"""What words mean: periods, bases, units, regions and indicators."""
