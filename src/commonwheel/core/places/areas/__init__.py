"""Areas of a level on a day (districts, counties, wards …): their outlines in one file, and which one a spot is in."""
