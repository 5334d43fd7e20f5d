"""Tables of prompts: read from files, checked row by row, and told about; it sends nothing."""
