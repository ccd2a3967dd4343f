"""The door for programs (GeoReport version 2), and the administrators' page of partners."""
