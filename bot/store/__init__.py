"""What is kept in PostgreSQL, and the server that comes with us."""
