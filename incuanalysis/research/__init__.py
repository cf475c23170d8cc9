"""Methods for researchers: composite scores (composite), growth and trends over years (trends)."""
