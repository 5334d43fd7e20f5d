"""Where the clients meet: each flow carries out one kind of action."""
