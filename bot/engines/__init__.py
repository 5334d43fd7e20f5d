"""The engines beside the editing agent: what each can do, and which one makes what."""
