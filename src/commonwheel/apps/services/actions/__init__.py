"""What is done with the services of a council."""
