"""Services as Open311 (GeoReport version 2) has them, and what is reported there as the answers of a journey."""
