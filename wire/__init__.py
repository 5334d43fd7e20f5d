"""What every remote client shares: errors, HTTP, time, redaction. It names no service."""
