"""What is measured, and how; `make bench` prints the figures."""
