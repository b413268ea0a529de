"""The migrations: how a project file of each earlier version becomes one of the next; none is changed once released."""
