"""What Popliteal is measured with: on vignettes, against other libraries, against other models."""
