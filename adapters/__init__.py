"""Clients of outside generation services, one file each, all of one anatomy (`adapters.base`)."""
